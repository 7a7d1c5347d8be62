import type { Estimate } from '../domain/estimate.js';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** Fewer finite replicates than this make no interval. */
const LEAST_REPLICATES = 20;

/**
 * Percentile interval of bootstrap replicates: the (1 − confidence)/2 and 1 − (1 − confidence)/2 quantiles by linear
 * interpolation (type 7). Replicates that are not finite are left out; null with fewer than 20 left, or when more than
 * a twentieth are left out (the statistic is then mostly undefined).
 */
export function percentileInterval(replicates: Float64Array, confidence: number): Interval | null {
  const finite = replicates.filter(Number.isFinite);
  if (finite.length < LEAST_REPLICATES || finite.length < 0.95 * replicates.length) return null;
  const sorted = Array.from(finite.sort());
  const tail = (1 - confidence) / 2;
  return { low: interpolated(sorted, tail), high: interpolated(sorted, 1 - tail) };
}

/** Type-7 quantile of sorted values (linear interpolation between order statistics, the default of R and numpy). */
function interpolated(sorted: readonly number[], p: number): number {
  const at = p * (sorted.length - 1);
  const below = Math.floor(at);
  const low = sorted[below] as number;
  const high = sorted[Math.min(below + 1, sorted.length - 1)] as number;
  return low + (at - below) * (high - low);
}

/** A value with the percentile interval of its replicates; all null when the value is not finite. */
export function estimateOf(value: number, replicates: Float64Array, n: number, confidence: number): Estimate {
  if (!Number.isFinite(value)) return { value: null, low: null, high: null, n: 0 };
  const interval = percentileInterval(replicates, confidence);
  return { value, low: interval?.low ?? null, high: interval?.high ?? null, n };
}
