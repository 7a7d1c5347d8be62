/** ISO 4217 codes that are read, in capitals. */
const CODES =
  'USD EUR GBP JPY CNY CHF AUD CAD NZD SGD HKD INR KRW SEK NOK DKK PLN CZK HUF RON BRL MXN ZAR TRY ILS AED SAR THB IDR MYR PHP VND NGN KES EGP RUB UAH';

/** Signs and what they stand for: a bare $ is US dollars, ¥ is yen. */
const SIGNS: Readonly<Record<string, string>> = {
  $: 'USD',
  US$: 'USD',
  A$: 'AUD',
  AU$: 'AUD',
  C$: 'CAD',
  CA$: 'CAD',
  NZ$: 'NZD',
  S$: 'SGD',
  HK$: 'HKD',
  R$: 'BRL',
  '€': 'EUR',
  '£': 'GBP',
  '¥': 'JPY',
  '₹': 'INR',
  '₩': 'KRW',
};

/** Names in English: bare dollars are US, bare pounds sterling, bare francs Swiss. */
const NAMES: Readonly<Record<string, string>> = {
  dollar: 'USD',
  'us dollar': 'USD',
  'u.s. dollar': 'USD',
  'australian dollar': 'AUD',
  'canadian dollar': 'CAD',
  euro: 'EUR',
  pound: 'GBP',
  'pound sterling': 'GBP',
  franc: 'CHF',
  'swiss franc': 'CHF',
  yen: 'JPY',
  rupee: 'INR',
};

const escaped = (text: string): string => text.replace(/[$.]/g, String.raw`\$&`);
const longestFirst = (texts: readonly string[]): string[] => [...texts].sort((a, b) => b.length - a.length);
const anyCase = (name: string): string => name.replace(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);

/** A sign or a code, as it stands before or after a number. */
export const CURRENCY_SIGN = `(?:${longestFirst(Object.keys(SIGNS)).map(escaped).join('|')}|(?:${CODES.replaceAll(' ', '|')})(?![A-Za-z]))`;

/** A name, as it stands after a number, in any case. */
export const CURRENCY_NAME = `(?:${longestFirst(Object.keys(NAMES))
  .map((name) => anyCase(plural(escaped(name))))
  .join('|')})(?![A-Za-z])`;

function plural(name: string): string {
  return name.endsWith('sterling') ? name.replace('pound', 'pounds?') : name.endsWith('yen') ? name : `${name}s?`;
}

/** The ISO 4217 code of a sign, code or name. */
export function currencyCode(word: string): string {
  const name = word.toLowerCase().replace(/\s+/g, ' ');
  return SIGNS[word] ?? NAMES[name] ?? NAMES[name.replace(/s$/, '')] ?? NAMES[name.replace('pounds', 'pound')] ?? word;
}
