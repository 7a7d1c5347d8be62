import type { Estimate } from '../../domain/estimate.js';
import { latencyEstimates } from '../../metric/latency.js';
import type { Part } from '../../metric/part.js';
import { forEachReplicate } from '../../stats/bootstrap.js';
import { estimateOf } from '../../stats/interval.js';
import { descending, upperQuantile } from '../../stats/upper-quantile.js';
import { nothing, type Resampling } from './paired-changes.js';
import { isSame, type PairedRow } from './paired-row.js';
import type { RawChange } from './raw-change.js';

const P = 0.95;

/**
 * Changes of p95 latency of drawn rows on shared queries: the percentile in both runs of every paired bootstrap resample. The
 * two-sided p-value is twice the smaller share of resamples on either side of 0 (Efron & Tibshirani 1993, §15.4), never 0.
 */
export function pairedLatency(rows: readonly PairedRow[], part: Part, resampling: Resampling): RawChange[] {
  const sides = rows.flatMap(({ latencyMs }) => [latencyMs.base, latencyMs.head]);
  const samples = percentilesOf(sides, part, resampling);
  const reported = sides.map((values) => p95Of(values, part, resampling.confidence));
  return rows.map((row, index) => {
    const [base, head] = [reported[2 * index] as Estimate, reported[2 * index + 1] as Estimate];
    const differences = (samples[2 * index + 1] as Float64Array).map((value, at) => value - (samples[2 * index]?.[at] as number));
    const value = base.value === null || head.value === null ? Number.NaN : head.value - base.value;
    const groups = part.groupKeys.length;
    const difference = estimateOf(value, differences, part.rows.length, resampling.confidence, { groups });
    const still = isSame(row.latencyMs);
    return {
      measure: 'latency',
      unit: 'ms',
      base,
      head,
      difference: still ? nothing(difference) : difference,
      method: 'paired',
      still,
      test: difference.value === null ? null : { name: 'bootstrap', pValue: bootstrapP(differences) },
    };
  });
}

function p95Of(values: Float64Array, part: Part, confidence: number): Estimate {
  return latencyEstimates([{ values, weight: 1 }], part, confidence)['latency.p95'] as Estimate;
}

/** The p95 of every column on every resample of the part's groups. */
function percentilesOf(columns: readonly Float64Array[], part: Part, { replicates, seed }: Resampling): Float64Array[] {
  const orders = columns.map(descending);
  const samples = columns.map(() => new Float64Array(replicates));
  const weight = new Float64Array(part.rows.length);
  forEachReplicate({ seed, replicates, groupKeys: part.groupKeys }, (replicate, drawn) => {
    for (let query = 0; query < weight.length; query++)
      weight[query] = (part.weight[query] as number) * (drawn[part.group[query] as number] as number);
    const all = weight.reduce((sum, one) => sum + one, 0);
    columns.forEach((values, column) => {
      const order = orders[column] as Uint32Array;
      // Queries without a known latency are in no order, and count for neither side.
      const total = order.length === values.length ? all : order.reduce((sum, query) => sum + (weight[query] as number), 0);
      const percentile = upperQuantile(values, order, (query) => weight[query] as number, total, P);
      (samples[column] as Float64Array)[replicate] = percentile;
    });
  });
  return samples;
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
