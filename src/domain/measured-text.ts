import type { Estimate } from './estimate.js';
import type { MetricUnit } from './results.js';

/** What is shown where a number isn't available. Never 0. */
export const DASH = '—';

/** A true minus sign, so that columns line up and copies read well. */
export const MINUS = '−';

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

/** A share in percent, two digits of it: `0.47 %`, `12 %`. */
export function percentText(share: number): string {
  return `${Number((100 * share).toPrecision(2))} %`;
}

/** `1 query`, `12,000 queries`: a number of things. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${formatNumber(count, 'count')} ${count === 1 ? one : many}`;
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
