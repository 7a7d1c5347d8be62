import { latencyAt, sortedLatencies } from '../../metric/latency.js';
import type { Part } from '../../metric/part.js';

/** A point of a distribution function: this share of queries took so long at most. */
export interface LatencyPoint {
  readonly share: number;
  readonly ms: number;
}

/**
 * The distribution of latencies over a part, read off at steps of equal share: the same order statistic as the percentiles.
 *
 * @param latencyMs mean by query over samples
 * @returns null where fewer than 99 % are known, as for percentiles
 */
export function latencyCurve(latencyMs: Float64Array, part: Part, steps: number): LatencyPoint[] | null {
  const sorted = sortedLatencies([{ values: latencyMs, weight: 1 }], part);
  if (sorted === null) return null;
  return Array.from({ length: steps + 1 }, (_, step) => ({ share: step / steps, ms: latencyAt(sorted, step / steps) }));
}
