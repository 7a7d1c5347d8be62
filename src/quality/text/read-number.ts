/** How a percent sign is read: 50% as 50, or as 0.5. */
export type PercentRule = 'number' | 'fraction';

/** One number found in a text. */
export interface FoundNumber {
  readonly value: number;
  /** Offset just after it. */
  readonly end: number;
}

/**
 * Sign (a minus after a letter, digit or bracket is an operator), currency sign, digits in plain or in groups of three,
 * decimals, exponent, a simple fraction (not a date), percent. No two repetitions can share a character, so that matching
 * stays linear.
 */
const NUMBER =
  /((?<![\w)\]])[-−–])?[$€£]?(-)?((?<!\d)(?:(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?|\.\d+))([eE][-+]?\d{1,3}(?![\w.]))?(?:\/(\d+)(?![\d/]|[.,]\d))?( ?\\?%)?/g;

/**
 * The numbers of a text from left to right: `-3`, `$1,234.50`, `-$5`, `1.5e3`, `3/4` (a value; but not dates), `50%`.
 * Values that overflow a double are left out.
 */
export function* readNumbers(text: string, percent: PercentRule): Generator<FoundNumber> {
  for (const match of text.matchAll(NUMBER)) {
    const value = numberOf(match, percent);
    if (value !== undefined) yield { value, end: match.index + match[0].length };
  }
}

/** The first number of a text, undefined when there is none. */
export function firstNumber(text: string, percent: PercentRule): number | undefined {
  for (const found of readNumbers(text, percent)) return found.value;
  return undefined;
}

/** The last number of a text, undefined when there is none. */
export function lastNumber(text: string, percent: PercentRule): number | undefined {
  let last: number | undefined;
  for (const found of readNumbers(text, percent)) last = found.value;
  return last;
}

function numberOf(match: RegExpMatchArray, percent: PercentRule): number | undefined {
  const [, sign, innerSign, digits = '', exponent = '', divisor = '1', percentSign] = match;
  const magnitude = Number(digits.replaceAll(',', '') + exponent) / Number(divisor);
  if (!Number.isFinite(magnitude)) return undefined;
  const scaled = percentSign !== undefined && percent === 'fraction' ? magnitude / 100 : magnitude;
  const negative = sign !== undefined || innerSign !== undefined;
  return negative && scaled !== 0 ? -scaled : scaled;
}
