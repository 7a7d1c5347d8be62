import { UNAVAILABLE } from '../../domain/estimate.js';
import { forEachReplicate } from '../../stats/bootstrap.js';
import { estimateOf } from '../../stats/interval.js';
import { descending, upperQuantile } from '../../stats/upper-quantile.js';
import type { Resampling } from './paired-changes.js';
import type { RawChange } from './raw-change.js';
import type { SharedQueries } from './shared-queries.js';

/** A row's latency by shared query, in both runs; NaN where unknown. */
export interface LatencyPair {
  readonly base: Float64Array;
  readonly head: Float64Array;
}

/** Fewer known latencies than this share make a percentile unavailable rather than flattering. */
const LEAST_KNOWN = 0.99;
const P = 0.95;

/**
 * Changes of p95 latency on the queries both runs measured: the percentile of every paired bootstrap resample, in both runs.
 * The two-sided p-value is twice the smaller share of resamples on either side of 0 (Efron & Tibshirani 1993, §15.4), never 0.
 */
export function pairedLatency(pairs: readonly LatencyPair[], shared: SharedQueries, resampling: Resampling): RawChange[] {
  const { replicates, confidence } = resampling;
  const arms = pairs.flatMap(({ base, head }) => [armOf(base, shared), armOf(head, shared)]);
  const samples = arms.map(() => new Float64Array(replicates));
  const weight = new Float64Array(shared.size);
  forEachReplicate({ ...resampling, groupKeys: shared.groupKeys }, (replicate, drawn) => {
    for (let index = 0; index < weight.length; index++)
      weight[index] = (shared.weight[index] as number) * (drawn[shared.group[index] as number] as number);
    const total = sum(weight);
    arms.forEach((arm, index) => {
      (samples[index] as Float64Array)[replicate] = arm === null ? Number.NaN : percentile(arm, weight, total);
    });
  });
  const points = arms.map((arm) => (arm === null ? Number.NaN : percentile(arm, shared.weight, sum(shared.weight))));
  return pairs.map((_, index) => {
    const [base, head] = [2 * index, 2 * index + 1];
    const differences = (samples[head] as Float64Array).map((value, replicate) => value - (samples[base]?.[replicate] as number));
    const value = (points[head] as number) - (points[base] as number);
    const estimate = (point: number, drawn: Float64Array) => estimateOf(point, drawn, shared.size, confidence);
    const known = Number.isFinite(value);
    return {
      measure: 'latency',
      unit: 'ms',
      base: known ? estimate(points[base] as number, samples[base] as Float64Array) : UNAVAILABLE,
      head: known ? estimate(points[head] as number, samples[head] as Float64Array) : UNAVAILABLE,
      difference: known ? estimate(value, differences) : UNAVAILABLE,
      method: 'paired',
      test: known ? { name: 'bootstrap', pValue: bootstrapP(differences) } : null,
    };
  });
}

/** One run's latencies, sorted once for all resamples. */
interface Arm {
  readonly values: Float64Array;
  readonly order: Uint32Array;
}

function armOf(values: Float64Array, { size }: SharedQueries): Arm | null {
  const order = descending(values);
  return size === 0 || order.length < LEAST_KNOWN * size ? null : { values, order };
}

/** @param all weight of all queries; of those with a known latency it is summed anew */
function percentile({ values, order }: Arm, weight: Float64Array, all: number): number {
  const total = order.length === values.length ? all : order.reduce((held, index) => held + (weight[index] as number), 0);
  return upperQuantile(values, order, (index) => weight[index] as number, total, P);
}

function sum(values: Float64Array): number {
  return values.reduce((held, value) => held + value, 0);
}

function bootstrapP(differences: Float64Array): number {
  let below = 0;
  let above = 0;
  for (const difference of differences) {
    if (difference <= 0) below++;
    if (difference >= 0) above++;
  }
  return Math.min(1, (2 * (1 + Math.min(below, above))) / (1 + differences.length));
}
