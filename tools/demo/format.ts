const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** A civil date as days since 1970-01-01, so that adding days is adding numbers. */
export type Day = number;

const MS_PER_DAY = 86_400_000;

export function dayOf(year: number, month: number, day: number): Day {
  return Date.UTC(year, month - 1, day) / MS_PER_DAY;
}

/** `2027-03-09`. */
export function isoDate(day: Day): string {
  return new Date(day * MS_PER_DAY).toISOString().slice(0, 10);
}

/** `9 March 2027`. */
export function longDate(day: Day): string {
  const date = new Date(day * MS_PER_DAY);
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()}`;
}

/** `March 9, 2027`. */
export function usDate(day: Day): string {
  const date = new Date(day * MS_PER_DAY);
  return `${MONTHS[date.getUTCMonth()]} ${date.getUTCDate()}, ${date.getUTCFullYear()}`;
}

/** The same day of the month, `months` later; callers keep to days 1–28 so that it always exists. */
export function addMonths(day: Day, months: number): Day {
  const date = new Date(day * MS_PER_DAY);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, date.getUTCDate()) / MS_PER_DAY;
}

/** Rounds to whole cents, half away from zero. */
export function cents(usd: number): number {
  return Math.round(usd * 100 + 1e-7) / 100;
}

/** `$1,250` or `$1,250.40`. */
export function usd(amount: number): string {
  const [whole = '0', fraction = '00'] = amount.toFixed(2).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === '00' ? `$${grouped}` : `$${grouped}.${fraction}`;
}
