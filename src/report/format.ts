import type { Estimate } from '../domain/estimate.js';
import { DASH, formatNumber, MINUS } from '../domain/measured-text.js';
import type { ConstraintVerdict, ResultRow } from '../domain/results.js';

export { DASH, formatEstimate, formatMeasured, formatNumber, MINUS } from '../domain/measured-text.js';

/** Shapes beside the colours of a judgement. */
export const VERDICT_SIGN = { pass: '✓', fail: '✗', undecided: '?' } as const satisfies Record<ConstraintVerdict, string>;

/** A difference of fractions in points with its sign: `−0.6 [−2.8, +1.5]`. */
export function formatPoints({ value, low, high }: Estimate): string {
  if (value === null) return DASH;
  const interval = low === null && high === null ? '' : ` [${points(low)}, ${points(high)}]`;
  return points(value) + interval;
}

/** One difference of fractions in points with its sign; null is a dash. */
export function points(fraction: number | null): string {
  if (fraction === null || !Number.isFinite(fraction)) return DASH;
  const text = Math.abs(100 * fraction).toFixed(1);
  if (Number(text) === 0) return '0.0';
  return `${fraction < 0 ? MINUS : '+'}${text}`;
}

/** A share in whole percent; what rounds to nothing or to all without being it is `<1 %` or `>99 %`. */
export function formatShare(share: number | null): string {
  if (share === null || !Number.isFinite(share)) return DASH;
  if (share > 0 && share < 0.005) return '<1 %';
  if (share < 1 && share >= 0.995) return '>99 %';
  return `${(100 * share).toFixed(0)} %`;
}

/** `2.16×`: how many times cheaper than the reference. */
export function formatTimes(value: number | null): string {
  if (value === null || !Number.isFinite(value)) return DASH;
  return `${value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0)}×`;
}

/** `0.033`, `<0.001`, or a power of ten (`1e-42`) where three decimals say too little. */
export function formatP(test: { readonly pValue: number; readonly log10P?: number }): string {
  if (test.pValue >= 0.0005) return test.pValue.toFixed(3);
  return test.log10P !== undefined && test.log10P < -6 ? `1e-${Math.round(-test.log10P)}` : '<0.001';
}

/** The same in a sentence: `p = 0.031`, `p <0.001`. */
export function sayP(test: { readonly pValue: number; readonly log10P?: number }): string {
  const text = formatP(test);
  return text.startsWith('<') ? `p ${text}` : `p = ${text}`;
}

/** A count with commas from 10,000 on. */
export function formatCount(value: number): string {
  return formatNumber(value, 'count');
}

/** A metric's estimate on a row, in place of a missing one an unavailable one. */
export function metricOf(row: ResultRow, name: string): Estimate {
  return row.metrics[name] ?? { value: null, low: null, high: null, n: 0 };
}
