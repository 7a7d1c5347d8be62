import { CURRENCY_NAME, CURRENCY_SIGN, currencyCode } from './currency.js';
import { readDates } from './read-dates.js';

/** Which mark comes before decimals; the other one groups thousands. */
export type DecimalMark = 'point' | 'comma';

/** An amount of money found in a text. */
export interface Amount {
  readonly value: number;
  /** ISO 4217, undefined where none is named. */
  readonly currency: string | undefined;
}

const POWERS: Readonly<Record<string, number>> = {
  k: 3,
  thousand: 3,
  m: 6,
  mn: 6,
  million: 6,
  b: 9,
  bn: 9,
  billion: 9,
  trillion: 12,
};

/** Thousands set off by a space (also a narrow or fixed one) or an apostrophe, or digits with commas and points inside. */
const DIGITS = String.raw`\d{1,3}(?:[ \u00a0\u202f'’]\d{3})+(?!\d)(?:[.,]\d+)?|\d+(?:[.,]\d+)*`;

/** Sign, currency, number, power of ten, currency. Everything around the digits is optional and bounded. */
const AMOUNT = new RegExp(
  String.raw`(?<minus>(?<![\w)\]])[-−–])?(?:(?<![A-Za-z])(?<before>${CURRENCY_SIGN})\s{0,2}(?<inner>[-−–])?|(?<![\w.,]))` +
    String.raw`(?<digits>${DIGITS})(?<percent>\s?\\?%)?` +
    String.raw`(?:(?:[\s-]{1,2})?(?<power>[Tt]housand|[Mm]illion|[Bb]illion|[Tt]rillion|bn|mn|THOUSAND|MILLION|BILLION)(?![A-Za-z])|(?<letter>[kKmMbB])(?![A-Za-z]))?` +
    String.raw`(?:\s{0,2}(?<sign>${CURRENCY_SIGN})|\s{1,2}(?<name>${CURRENCY_NAME}))?`,
  'g',
);

/**
 * The amounts of a text from left to right: those with a currency, or, where none has one, all numbers. Percentages and the
 * numbers of dates are none. Numbers in words are not read, but for thousand, million, billion, trillion after digits (k, m,
 * b right behind them).
 */
export function readAmounts(text: string, decimal: DecimalMark): Amount[] {
  const found: Amount[] = [];
  const dates = readDates(text, false);
  let next = 0;
  for (const match of text.matchAll(AMOUNT)) {
    const end = match.index + match[0].length;
    while (next < dates.length && (dates[next]?.to ?? 0) <= match.index) next++;
    const inDate = (dates[next]?.from ?? Number.POSITIVE_INFINITY) < end;
    const amount = inDate ? undefined : amountOf(match.groups ?? {}, decimal);
    if (amount !== undefined) found.push(amount);
  }
  const named = found.filter(({ currency }) => currency !== undefined);
  return named.length > 0 ? named : found;
}

function amountOf(groups: Readonly<Record<string, string | undefined>>, decimal: DecimalMark): Amount | undefined {
  const { minus, before, inner, digits = '', percent, power, letter, sign, name } = groups;
  const numeral = plainNumeral(digits, decimal);
  if (percent !== undefined || numeral === undefined) return undefined;
  // The exponent is written, not multiplied: 1.1 million is 1100000 to the last digit.
  const magnitude = Number(`${numeral}e${POWERS[(power ?? letter ?? '').toLowerCase()] ?? 0}`);
  if (!Number.isFinite(magnitude)) return undefined;
  const named = before ?? sign ?? name;
  const negative = (minus !== undefined || inner !== undefined) && magnitude !== 0;
  return { value: negative ? -magnitude : magnitude, currency: named === undefined ? undefined : currencyCode(named) };
}

const GROUPED: Readonly<Record<DecimalMark, RegExp>> = {
  point: /^(?:\d+|\d{1,3}(?:,\d{3})+|\d{1,2}(?:,\d{2})+,\d{3})(?:\.\d+)?$/,
  comma: /^(?:\d+|\d{1,3}(?:\.\d{3})+|\d{1,2}(?:\.\d{2})+\.\d{3})(?:,\d+)?$/,
};

/**
 * Digits as JavaScript reads them. Where the marks can't be meant as the option says (`1.234,50` with points for decimals),
 * the other way is taken; undefined where neither makes a number (`1.2.3`).
 */
function plainNumeral(digits: string, decimal: DecimalMark): string | undefined {
  const marks = digits.replace(/[ \u00a0\u202f'’]/g, '');
  const other = decimal === 'point' ? 'comma' : 'point';
  const meant = [decimal, other].find((one) => GROUPED[one as DecimalMark].test(marks));
  if (meant === undefined) return undefined;
  return meant === 'point' ? marks.replaceAll(',', '') : marks.replaceAll('.', '').replace(',', '.');
}
