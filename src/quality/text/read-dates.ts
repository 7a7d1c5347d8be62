/** One date found in a text. */
export interface FoundDate {
  /** Days since 1 January 1970. */
  readonly day: number;
  /** Offsets of its first character and just after its last. */
  readonly from: number;
  readonly to: number;
}

const MONTHS = [
  'Jan(?:uary)?',
  'Feb(?:ruary)?',
  'Mar(?:ch)?',
  'Apr(?:il)?',
  'May',
  'June?',
  'July?',
  'Aug(?:ust)?',
  'Sep(?:t(?:ember)?)?',
  'Oct(?:ober)?',
  'Nov(?:ember)?',
  'Dec(?:ember)?',
];
const MONTH = `(?:${MONTHS.join('|')})`;
const DAY = String.raw`\d{1,2}(?:st|nd|rd|th)?`;

/** `2024-03-03`; `03/04/2024`; `3rd day of March, 2024`; `March 3rd, 2024`. Every repetition is bounded. */
const DATE = new RegExp(
  [
    String.raw`(?<![\w./-])(?<y1>\d{4})(?<s1>[-/.])(?<m1>\d{1,2})\k<s1>(?<d1>\d{1,2})(?!\d|[-/.]\d)`,
    String.raw`(?<![\w./-])(?<a2>\d{1,2})(?<s2>[-/.])(?<b2>\d{1,2})\k<s2>(?<y2>\d{4})(?!\d|[-/.]\d)`,
    String.raw`(?<![\w./])(?<d3>${DAY})(?:[\s-]{1,3}day)?[\s-]{1,3}(?:of\s{1,3})?(?<m3>${MONTH})\.?,?[\s-]{1,3}(?<y3>\d{4})(?!\d)`,
    String.raw`(?<!\w)(?<m4>${MONTH})\.?\s{1,3}(?:the\s{1,3})?(?<d4>${DAY}),?\s{1,3}(?<y4>\d{4})(?!\d)`,
  ].join('|'),
  'gi',
);

/**
 * The dates of a text from left to right. Months by English name or its first three letters (also Sept), days with or without
 * st, nd, rd, th; years of four digits. Only days that the Gregorian calendar has.
 *
 * @param dayFirst whether `03/04/2024` and `03-04-2024` mean 3 April; with dots they always do. Where only the other reading
 * is a date, that one is taken.
 */
export function readDates(text: string, dayFirst: boolean): FoundDate[] {
  const found: FoundDate[] = [];
  for (const match of text.matchAll(DATE)) {
    const day = dayOf(match.groups ?? {}, dayFirst);
    if (day !== undefined) found.push({ day, from: match.index, to: match.index + match[0].length });
  }
  return found;
}

type Groups = Readonly<Record<string, string | undefined>>;

function dayOf(groups: Groups, dayFirst: boolean): number | undefined {
  const { a2, b2, s2 } = groups;
  if (a2 !== undefined) {
    const [first, second, year] = [Number(a2), Number(b2), Number(groups['y2'])];
    const european = calendarDay(year, second, first);
    const american = calendarDay(year, first, second);
    return dayFirst || s2 === '.' ? (european ?? american) : (american ?? european);
  }
  const year = Number(groups['y1'] ?? groups['y3'] ?? groups['y4']);
  const day = Number.parseInt(groups['d1'] ?? groups['d3'] ?? groups['d4'] ?? '', 10);
  const name = groups['m3'] ?? groups['m4'];
  return calendarDay(year, name === undefined ? Number(groups['m1']) : monthNamed(name), day);
}

const SHORT_NAMES = MONTHS.map((name) => name.slice(0, 3).toLowerCase());

function monthNamed(name: string): number {
  return SHORT_NAMES.indexOf(name.slice(0, 3).toLowerCase()) + 1;
}

/** Days since 1970, undefined for a day that isn't in the calendar. */
function calendarDay(year: number, month: number, day: number): number | undefined {
  if (year < 1000 || month < 1 || month > 12 || day < 1 || day > 31) return undefined;
  const time = new Date(Date.UTC(year, month - 1, day));
  return time.getUTCMonth() === month - 1 ? time.getTime() / 86_400_000 : undefined;
}
