import type { Estimate } from '../domain/estimate.js';
import { UNAVAILABLE } from '../domain/estimate.js';
import type { MetricDefinition } from '../domain/results.js';
import { orderStatisticInterval, weightedQuantile } from '../stats/quantile.js';
import type { Part } from './part.js';

const PERCENTILES = [50, 95, 99] as const;

export const latencyDefinitions: readonly MetricDefinition[] = PERCENTILES.map((percentile) => ({
  name: `latency.p${percentile}`,
  title: `p${percentile}`,
  unit: 'ms',
  better: 'lower',
  definition: `${percentile}th percentile over queries of the router's own time plus every attempt's recorded latency, one after another.`,
  source: 'Order statistic with the distribution-free binomial interval (Conover, Practical Nonparametric Statistics, §3.2)',
}));

/** Values with the arm's share each counts for (a random mixture has one column a model). */
export interface LatencyColumn {
  /** By query of the dataset. */
  readonly values: Float64Array;
  readonly weight: number;
}

/** Fewer known latencies than this share make percentiles unavailable rather than flattering. */
const LEAST_KNOWN = 0.99;

/**
 * p50, p95 and p99 with order-statistic intervals, keyed by metric name. The interval treats queries as independent
 * and equally weighted; n counts queries.
 */
export function latencyEstimates(columns: readonly LatencyColumn[], part: Part, confidence: number): Record<string, Estimate> {
  const values: number[] = [];
  const weights: number[] = [];
  for (const column of columns) {
    part.rows.forEach((query, index) => {
      const value = column.values[query] as number;
      if (Number.isNaN(value)) return;
      values.push(value);
      weights.push(column.weight * (part.weight[index] as number));
    });
  }
  const enough = values.length >= LEAST_KNOWN * columns.length * part.rows.length && values.length > 0;
  const sorted = Float64Array.from(values).sort();
  return Object.fromEntries(
    PERCENTILES.map((percentile) => [
      `latency.p${percentile}`,
      enough ? percentileEstimate(sorted, values, weights, percentile / 100, confidence, part.rows.length) : UNAVAILABLE,
    ]),
  );
}

function percentileEstimate(
  sorted: Float64Array,
  values: readonly number[],
  weights: readonly number[],
  p: number,
  confidence: number,
  n: number,
): Estimate {
  const { low, high } = orderStatisticInterval(sorted, p, confidence);
  return { value: weightedQuantile(Float64Array.from(values), Float64Array.from(weights), p), low, high, n };
}
