import type { BudgetWindow } from './config.js';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** A stretch of time. */
export interface Span {
  /** Numbered in order of time. */
  readonly index: number;
  /** Whole milliseconds since 1970. */
  readonly endMs: number;
}

/** The UTC hour, day or calendar month in which a moment lies. */
export function spanAt(by: Exclude<BudgetWindow['by'], 'queries'>, nowMs: number): Span {
  if (by === 'month') return monthAt(Math.floor(nowMs / DAY_MS));
  const length = by === 'hour' ? HOUR_MS : DAY_MS;
  const index = Math.floor(nowMs / length);
  return { index, endMs: (index + 1) * length };
}

/** Civil dates from days since 1970, the year beginning in March (Hinnant, chrono-Compatible Low-Level Date Algorithms). */
function monthAt(day: number): Span {
  const shifted = day + 719_468;
  const era = Math.floor(shifted / 146_097);
  const dayOfEra = shifted - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const index = (era * 400 + yearOfEra) * 12 + Math.floor((5 * dayOfYear + 2) / 153);
  return { index, endMs: firstDayOf(index + 1) * DAY_MS };
}

/** Days since 1970 of the first of a month, months counted from March of year 0. */
function firstDayOf(index: number): number {
  const year = Math.floor(index / 12);
  const dayOfYear = Math.floor((153 * (index - year * 12) + 2) / 5);
  const era = Math.floor(year / 400);
  const yearOfEra = year - era * 400;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * 146_097 + dayOfEra - 719_468;
}
