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
 * decimals, exponent, numbers after slashes, percent. No two repetitions can share a character, so that matching stays linear.
 */
const NUMBER =
  /((?<![\w)\]])[-−–])?(?:[$€£](-)?)?((?<!\d)(?:(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.\d+)?|\.\d+))([eE][-+]?\d{1,3}(?![\w.]))?((?:\/\d+)+(?!\d|[.,]\d))?( ?\\?%)?/g;

/**
 * The numbers of a text from left to right: `-3`, `$1,234.50`, `-$5`, `1.5e3`, `3/4` (one value; `1/2/2020`
 * gives its last number), `50%`.
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
  const [, sign, innerSign, digits = '', exponent = '', slashes = '', percentSign] = match;
  const magnitude = slashed(Number(digits.replaceAll(',', '') + exponent), slashes);
  if (!Number.isFinite(magnitude)) return undefined;
  const scaled = percentSign !== undefined && percent === 'fraction' ? magnitude / 100 : magnitude;
  const negative = sign !== undefined || innerSign !== undefined;
  return negative && scaled !== 0 ? -scaled : scaled;
}

/** One slash is a fraction; after several (a date, a list) the last number counts. */
function slashed(first: number, slashes: string): number {
  if (slashes === '') return first;
  const last = slashes.lastIndexOf('/');
  const number = Number(slashes.slice(last + 1));
  return last === 0 ? first / number : number;
}
