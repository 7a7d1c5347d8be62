import type { Json } from '../../domain/json.js';
import { canonicalJson } from '../../router/identity/canonical-json.js';
import { answerJson } from './answer-json.js';

/** How a text lists its items. */
export const LIST_FORMATS = ['auto', 'json', 'lines', 'commas'] as const;
export type ListFormat = (typeof LIST_FORMATS)[number];

/**
 * The items of a list written as text, undefined where `json` is asked for and there is none.
 * - `json`: a JSON array, alone or in the last code fence. Texts, numbers and true or false as they are, anything else as JSON.
 * - `lines`: lines with a bullet or number, where there are any; else all lines but a first one that ends in a colon.
 * - `commas`: parted by semicolons, else commas, else line breaks; what ends in `: ` before the first item is left out; the last item is
 *   parted at `and` too.
 * - `auto`: a JSON array, else several lines or a bullet, else commas.
 *
 * @param known tells an item that may hold a colon or an `and` of its own
 */
export function listItems(text: string, format: ListFormat, known: (item: string) => boolean): readonly string[] | undefined {
  if (format === 'json') return jsonItems(text);
  const json = format === 'auto' ? jsonItems(text) : undefined;
  if (json !== undefined) return json;
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
  const byLines = format === 'lines' || (format === 'auto' && (lines.length > 1 || lines.some((line) => BULLET.test(line))));
  return byLines ? lineItems(lines) : commaItems(lines, known);
}

/** The texts of the items of a JSON array. */
export function itemTexts(items: readonly Json[]): readonly string[] {
  return items.map((item) => (typeof item === 'object' && item !== null ? canonicalJson(item) : String(item)));
}

function jsonItems(text: string): readonly string[] | undefined {
  const value = answerJson(text, 'within')?.value;
  return Array.isArray(value) ? itemTexts(value) : undefined;
}

/** `- `, `* `, `• `, `1. `, `2) `, `(a) `. */
const BULLET = /^(?:[-*+•–]|\d{1,4}[.)]|\(?[A-Za-z]\))\s+/;

function lineItems(lines: readonly string[]): readonly string[] {
  const bulleted = lines.filter((line) => BULLET.test(line));
  if (bulleted.length > 0) return bulleted.map((line) => line.replace(BULLET, ''));
  return lines[0]?.endsWith(':') === true ? lines.slice(1) : lines;
}

function commaItems(lines: readonly string[], known: (item: string) => boolean): readonly string[] {
  const text = lines.join('\n');
  const items = text.split(text.includes(';') ? ';' : text.includes(',') ? ',' : '\n');
  const [first = '', ...rest] = items;
  const colon = first.lastIndexOf(': ');
  const opened = colon < 0 || known(first) ? items : [first.slice(colon + 2), ...rest];
  const last = opened.at(-1) ?? '';
  return known(last) ? opened : [...opened.slice(0, -1), ...last.split(/(?:^|\s)and\s/)];
}
