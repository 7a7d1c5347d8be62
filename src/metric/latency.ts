import type { Estimate } from '../domain/estimate.js';
import { UNAVAILABLE } from '../domain/estimate.js';
import type { MetricDefinition } from '../domain/results.js';
import { quantileRanks } from '../stats/quantile.js';
import { clusteredShare } from './estimate/share.js';
import type { Part } from './part.js';

export const PERCENTILES = [50, 95, 99] as const;
export type Percentile = (typeof PERCENTILES)[number];

export const latencyDefinitions: readonly MetricDefinition[] = PERCENTILES.map((percentile) => ({
  name: `latency.p${percentile}`,
  title: `p${percentile}`,
  unit: 'ms',
  better: 'lower',
  definition: `${percentile}th percentile over queries of the router's own time plus every attempt's recorded latency, one after another.`,
  source:
    'Order statistic; interval by inverting that of the distribution function (Woodruff 1952) with binomial ranks (Conover, Practical Nonparametric Statistics, §3.2) at the effective number of queries',
}));

/** Values with the arm's share each counts for (a random mixture has one column a model). */
export interface LatencyColumn {
  /** By query of the dataset. */
  readonly values: Float64Array;
  readonly weight: number;
}

/** Fewer known latencies than this share make percentiles unavailable rather than flattering. */
const LEAST_KNOWN = 0.99;

/** The known latencies of a part in ascending order, each with its weight. */
export interface SortedLatencies {
  readonly values: Float64Array;
  /** Cumulative weight up to and with each value. */
  readonly cumulative: Float64Array;
}

/** p50, p95 and p99 with their intervals, keyed by metric name; n counts queries. */
export function latencyEstimates(columns: readonly LatencyColumn[], part: Part, confidence: number): Record<string, Estimate> {
  const sorted = sortedLatencies(columns, part);
  return Object.fromEntries(
    PERCENTILES.map((percentile) => [
      `latency.p${percentile}`,
      sorted === null ? UNAVAILABLE : percentileEstimate(sorted, columns, part, percentile / 100, confidence),
    ]),
  );
}

/** The latencies of a part, sorted once; null where too few are known. */
export function sortedLatencies(columns: readonly LatencyColumn[], part: Part): SortedLatencies | null {
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
  if (tooFewKnown(values.length, columns.length * part.rows.length)) return null;
  return sortedWith(Float64Array.from(values), Float64Array.from(weights));
}

/** Whether so few of the latencies are known that percentiles would flatter. */
export function tooFewKnown(known: number, of: number): boolean {
  return known === 0 || known < LEAST_KNOWN * of;
}

function sortedWith(values: Float64Array, weights: Float64Array): SortedLatencies {
  const even = weights.every((weight) => weight === weights[0]);
  // Numbers alone sort many times faster than rows by number.
  const order = even ? null : Uint32Array.from(values.keys()).sort((a, b) => (values[a] as number) - (values[b] as number));
  let sum = 0;
  const cumulative = Float64Array.from(weights, (weight, index) => {
    sum += order === null ? weight : (weights[order[index] as number] as number);
    return sum;
  });
  return { values: order === null ? values.sort() : Float64Array.from(order, (index) => values[index] as number), cumulative };
}

/** The smallest latency whose cumulative weight reaches `p` of the total. */
export function latencyAt({ values, cumulative }: SortedLatencies, p: number): number {
  // A rounding error of the running sum must not push the quantile to the next value.
  const wanted = p * (cumulative[cumulative.length - 1] as number) * (1 - 1e-12);
  let low = 0;
  let high = cumulative.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((cumulative[middle] as number) >= wanted) high = middle;
    else low = middle + 1;
  }
  return values[low] as number;
}

/**
 * A percentile and its interval. Queries of a group are alike, so they count for fewer: the share below the percentile has
 * some clustered standard error, and the ranks are those of so many independent queries.
 */
function percentileEstimate(
  sorted: SortedLatencies,
  columns: readonly LatencyColumn[],
  part: Part,
  p: number,
  confidence: number,
): Estimate {
  return rankedEstimate(sorted, p, confidence, effectiveQueries(columns, part, latencyAt(sorted, p), p), part.rows.length);
}

/** A percentile between the ranks that as many independent queries would bound it by. */
function rankedEstimate(sorted: SortedLatencies, p: number, confidence: number, effective: number, n: number): Estimate {
  const ranks = quantileRanks(effective, p, confidence);
  const at = (rank: number | null): number | null => (rank === null ? null : latencyAt(sorted, rank / effective));
  return { value: latencyAt(sorted, p), low: at(ranks.low), high: at(ranks.high), n };
}

/**
 * p50, p95 and p99 of latencies known by their distribution.
 *
 * @param effective independent queries that would place a percentile as surely
 */
export function distributedLatencies(
  sorted: SortedLatencies | null,
  effective: (percentile: Percentile) => number,
  n: number,
  confidence: number,
): Record<string, Estimate> {
  return Object.fromEntries(
    PERCENTILES.map((percentile) => [
      `latency.p${percentile}`,
      sorted === null ? UNAVAILABLE : rankedEstimate(sorted, percentile / 100, confidence, effective(percentile), n),
    ]),
  );
}

/** Whole number of independent queries of one weight that would place this value as surely. */
function effectiveQueries(columns: readonly LatencyColumn[], part: Part, value: number, p: number): number {
  const { effective } = clusteredShare(part, (query) => shareUpTo(columns, query, value, p));
  const squares = part.weight.reduce((sum, weight) => sum + weight * weight, 0);
  const all = part.weight.reduce((sum, weight) => sum + weight, 0);
  return wholeQueries(effective, all, squares);
}

/** Not more than the weights alone allow, rounded down. @param squares sum of the squared weights */
export function wholeQueries(effective: number, weight: number, squares: number): number {
  return Math.floor(Math.min(effective, weight ** 2 / squares) * (1 + 1e-12));
}

/** Share of a query's known latencies up to a value; p where none is known, which counts for neither side. */
export function shareUpTo(columns: readonly LatencyColumn[], query: number, value: number, p: number): number {
  let known = 0;
  let below = 0;
  for (const { values, weight } of columns) {
    const own = values[query] as number;
    if (Number.isNaN(own)) continue;
    known += weight;
    if (own <= value) below += weight;
  }
  return known === 0 ? p : below / known;
}
