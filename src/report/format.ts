import type { Estimate } from '../domain/estimate.js';
import type { MetricUnit, ResultRow, Results, RowMark } from '../domain/results.js';

/** What is shown where a number isn't available. Never 0. */
export const DASH = '—';

/** A true minus sign, so that columns line up and copies read well. */
const MINUS = '−';

/** A number in the unit's usual form; null is a dash. */
export function formatNumber(value: number | null, unit: MetricUnit): string {
  if (value === null || !Number.isFinite(value)) return DASH;
  switch (unit) {
    case 'fraction':
      return signed(value.toFixed(3));
    case 'ratio':
      return signed(value.toFixed(3));
    case 'usd':
      return `${value < 0 ? MINUS : ''}$${money(Math.abs(value))}`;
    case 'calls':
      return signed(significant(value));
    case 'ms':
      return signed(value >= 100 ? value.toFixed(0) : significant(value));
    case 'count':
      return signed(value.toFixed(0));
  }
}

/** `0.861 [0.79, 0.92]`, or a dash. */
export function formatEstimate(estimate: Estimate, unit: MetricUnit): string {
  if (estimate.value === null) return DASH;
  // A count is what it is: it has no interval to show.
  if (unit === 'count' || estimate.low === null || estimate.high === null) return formatNumber(estimate.value, unit);
  return `${formatNumber(estimate.value, unit)} [${formatNumber(estimate.low, unit)}, ${formatNumber(estimate.high, unit)}]`;
}

/** A difference of fractions in points with its sign: `−0.6 [−2.8, +1.5]`. */
export function formatPoints(estimate: Estimate): string {
  if (estimate.value === null) return DASH;
  const interval = estimate.low === null || estimate.high === null ? '' : ` [${points(estimate.low)}, ${points(estimate.high)}]`;
  return points(estimate.value) + interval;
}

/** One difference of fractions in points with its sign. */
export function points(fraction: number): string {
  const text = Math.abs(100 * fraction).toFixed(1);
  if (Number(text) === 0) return '0.0';
  return `${fraction < 0 ? MINUS : '+'}${text}`;
}

/** A share in whole percent; below half a percent but not nothing is `<1 %`. */
export function formatShare(share: number): string {
  if (share > 0 && share < 0.005) return '<1 %';
  return `${(100 * share).toFixed(0)} %`;
}

/** `0.033`, `<0.001`, or a power of ten where the value underflows a reader's patience. */
export function formatP(test: { readonly pValue: number; readonly log10P: number }): string {
  if (test.pValue >= 0.0005) return test.pValue.toFixed(3);
  return test.log10P < -6 ? `10^${Math.round(test.log10P)}` : '<0.001';
}

/** Marks as short words. */
export function formatMark(mark: RowMark): string {
  switch (mark) {
    case 'reads_outcomes':
      return 'reads outcomes';
    case 'in_sample':
      return 'in-sample';
    case 'expected_value':
      return 'expected value';
    case 'matched':
      return 'matched';
    case 'single_model':
      return 'single model';
  }
}

/** The unit costs are in. */
export function costUnit({ protocol }: Results): MetricUnit {
  return protocol.costUnit === 'usd' ? 'usd' : 'calls';
}

/** Heading of the cost column, per 1,000 queries. */
export function costTitle({ protocol }: Results): string {
  return protocol.costUnit === 'usd' ? '$/1k queries' : `${protocol.costModel ?? ''} calls/1k`;
}

/** A metric's estimate on a row, in place of a missing one an unavailable one. */
export function metricOf(row: ResultRow, name: string): Estimate {
  return row.metrics[name] ?? { value: null, low: null, high: null, n: 0 };
}

function money(value: number): string {
  if (value === 0) return '0';
  return value >= 1000 ? value.toFixed(0) : significant(value);
}

/** Three significant digits without an exponent where that is readable. */
function significant(value: number): string {
  if (value === 0) return '0';
  if (Math.abs(value) >= 1000) return value.toFixed(0);
  const text = value.toPrecision(3);
  return text.includes('e') ? String(Number(text)) : text;
}

/** Replaces the hyphen of a negative number by a minus sign, and drops the sign of zero. */
function signed(text: string): string {
  if (!text.startsWith('-')) return text;
  return Number(text) === 0 ? text.slice(1) : MINUS + text.slice(1);
}
