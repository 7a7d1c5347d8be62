import { firstNumber, lastNumber, type PercentRule } from './read-number.js';

/** Where in an answer the number stands that is meant. */
export const EXTRACTIONS = ['final', 'last', 'last_line', 'first', 'last_digits'] as const;
export type Extraction = (typeof EXTRACTIONS)[number];

/**
 * The number an answer gives, undefined when there is none.
 * - `final`: the last number inside the last `\boxed{…}`; else the first number after the last `####`; else the first number
 *   in the rest of the line after the last "answer is" or "answer:"; else the last number.
 * - `last`, `first`: of the whole text. `last_line`: the last number of the last line that holds text.
 * - `last_digits`: the last run of the digits 0–9 once all commas are deleted; sign, point and decimals are not read (`7.00`
 *   gives 0, `-3` gives 3). Some published GSM8K results were marked this way; it is here to reproduce them.
 */
export function extractNumber(text: string, extraction: Extraction, percent: PercentRule): number | undefined {
  if (extraction === 'first') return firstNumber(text, percent);
  if (extraction === 'last') return lastNumber(text, percent);
  if (extraction === 'last_line') return lastNumber(lastLine(text), percent);
  if (extraction === 'last_digits') return lastDigits(text);
  return boxedNumber(text, percent) ?? hashNumber(text, percent) ?? statedNumber(text, percent) ?? lastNumber(text, percent);
}

function boxedNumber(text: string, percent: PercentRule): number | undefined {
  const at = text.lastIndexOf('\\boxed{');
  if (at < 0) return undefined;
  const rest = text.slice(at + '\\boxed{'.length, at + 200);
  const plain = rest.replaceAll('{,}', ',').replace(/\\[dt]?frac\{(\d+)\}\{(\d+)\}/g, '$1/$2');
  return lastNumber(plain.slice(0, closingBrace(plain)), percent);
}

function closingBrace(text: string): number {
  let depth = 1;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '{') depth++;
    if (text[i] === '}') depth--;
    if (depth === 0) return i;
  }
  return text.length;
}

function hashNumber(text: string, percent: PercentRule): number | undefined {
  const at = text.lastIndexOf('####');
  return at < 0 ? undefined : firstNumber(restOfLine(text, at + 4), percent);
}

function statedNumber(text: string, percent: PercentRule): number | undefined {
  let end = -1;
  for (const match of text.matchAll(/answer(?: is\b|\*{0,2}:)/gi)) end = match.index + match[0].length;
  return end < 0 ? undefined : firstNumber(restOfLine(text, end), percent);
}

function restOfLine(text: string, from: number): string {
  const end = text.indexOf('\n', from);
  return text.slice(from, end < 0 ? text.length : end);
}

function lastLine(text: string): string {
  const trimmed = text.trimEnd();
  return trimmed.slice(trimmed.lastIndexOf('\n') + 1);
}

function lastDigits(text: string): number | undefined {
  let last: string | undefined;
  for (const [run] of text.replaceAll(',', '').matchAll(/\d+/g)) last = run;
  const value = Number(last ?? Number.NaN);
  return Number.isFinite(value) ? value : undefined;
}
