import type { Estimate } from '../domain/estimate.js';

/** Ends of the axis that all bars of a table share. */
export interface Scale {
  readonly from: number;
  readonly to: number;
}

const WIDTH = 144;

/** A small drawing of an estimate on a shared axis: a line from bound to bound, a dot at the value. Numbers only, so it needs no escaping. */
export function intervalBar({ value, low, high }: Estimate, { from, to }: Scale): string {
  if (value === null) return '';
  const span = to - from || 1;
  const at = (number: number): string => (4 + ((number - from) / span) * (WIDTH - 8)).toFixed(1);
  const line =
    low === null || high === null
      ? ''
      : `<line x1="${at(low)}" x2="${at(high)}" y1="7" y2="7" stroke="currentColor" stroke-width="2"/>`;
  return `<svg class="bar" viewBox="0 0 ${WIDTH} 14" aria-hidden="true">${line}<circle cx="${at(value)}" cy="7" r="3.5" fill="currentColor"/></svg>`;
}
