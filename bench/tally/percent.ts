import type { Tally } from './tally.js';

/** What an interval of 95 % is asked to cover. */
const LEAST = 0.93;
const MOST = 0.97;

export function coverage({ known, above, below }: Tally): number {
  return (known - above - below) / known;
}

export function isOutside(tally: Tally): boolean {
  return tally.known > 0 && (coverage(tally) < LEAST || coverage(tally) > MOST);
}

/** Covered, too high, too low: three cells of a table. */
export function cells(tally: Tally | undefined): string {
  if (tally === undefined || tally.known === 0) return '— | — | —';
  const { above, below, known, sets } = tally;
  const covered = isOutside(tally) ? `**${percent(coverage(tally))}**` : percent(coverage(tally));
  return `${covered}${known < sets ? ` of ${known}` : ''} | ${percent(above / known)} | ${percent(below / known)}`;
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

export function grouped(count: number): string {
  return count.toLocaleString('en-US');
}
