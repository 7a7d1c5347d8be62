import type { Estimate } from '../domain/estimate.js';
import type { ConstraintVerdict, MetricUnit, ResultRow } from '../domain/results.js';

/** What is shown where a number isn't available. Never 0. */
export const DASH = '—';

/** A true minus sign, so that columns line up and copies read well. */
const MINUS = '−';

/** Shapes beside the colours of a judgement. */
export const VERDICT_SIGN = { pass: '✓', fail: '✗', undecided: '?' } as const satisfies Record<ConstraintVerdict, string>;

/** A number in the unit's usual form, without the unit's name where a heading carries it; null is a dash. */
export function formatNumber(value: number | null, unit: MetricUnit): string {
  if (value === null || !Number.isFinite(value)) return DASH;
  const sign = value < 0 ? MINUS : '';
  const size = sizeText(Math.abs(value), unit);
  return Number(size.replaceAll(',', '')) === 0 ? unsigned(size, unit) : `${sign}${unsigned(size, unit)}`;
}

/** `0.861 [0.790, 0.920]`, or a dash. */
export function formatEstimate({ value, low, high }: Estimate, unit: MetricUnit): string {
  if (value === null) return DASH;
  // A count is what it is: it has no interval to show.
  if (unit === 'count' || (low === null && high === null)) return formatNumber(value, unit);
  return `${formatNumber(value, unit)} [${formatNumber(low, unit)}, ${formatNumber(high, unit)}]`;
}

/** An estimate that stands alone, with its unit: `3132 ms [3031, 3333]`, `0.254 calls [0.231, 0.278]`. */
export function formatMeasured(estimate: Estimate, unit: MetricUnit): string {
  const text = formatEstimate(estimate, unit);
  if (estimate.value === null || (unit !== 'ms' && unit !== 'calls')) return text;
  const [value = text, ...interval] = text.split(' ');
  return [value, unit, ...interval].join(' ');
}

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

/** A count with commas from 10,000 on. */
export function formatCount(value: number): string {
  return formatNumber(value, 'count');
}

/** A metric's estimate on a row, in place of a missing one an unavailable one. */
export function metricOf(row: ResultRow, name: string): Estimate {
  return row.metrics[name] ?? { value: null, low: null, high: null, n: 0 };
}

/** Digits of a size ≥ 0 in a unit. */
function sizeText(size: number, unit: MetricUnit): string {
  switch (unit) {
    case 'fraction':
    case 'ratio':
      return size.toFixed(3);
    case 'usd':
    case 'calls':
      return significant(size);
    case 'ms':
      return size >= 100 ? grouped(size) : significant(size);
    case 'count':
      return grouped(size);
  }
}

function unsigned(size: string, unit: MetricUnit): string {
  return unit === 'usd' ? `$${size}` : size;
}

/** Three significant digits, without an exponent where that is readable. */
function significant(size: number): string {
  if (size === 0) return '0';
  if (size >= 999.5) return grouped(size);
  const text = size.toPrecision(3);
  return text.includes('e') ? String(Number(text)) : text;
}

/** A whole number, thousands apart where it has five digits or more. */
function grouped(size: number): string {
  const digits = size.toFixed(0);
  return digits.length < 5 ? digits : digits.replace(/\B(?=(\d{3})+$)/g, ',');
}
