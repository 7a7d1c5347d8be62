import { type Estimate, UNAVAILABLE } from '../../domain/estimate.js';
import { forEachReplicate } from '../../stats/bootstrap.js';
import { estimateOf } from '../../stats/interval.js';
import { type LatencyColumn, latencyEstimates } from '../latency.js';
import type { Part } from '../part.js';

/** Latencies in ascending order, each with its weight and its query's group. */
interface Ordered {
  readonly values: Float64Array;
  readonly weights: Float64Array;
  readonly groups: Uint32Array;
}

/**
 * A latency percentile of one arm ÷ another's, on the same resamples of groups. An end of the interval that neither sample
 * can bound (see `latencyEstimates`) is not available.
 *
 * @param percentile 50, 95 or 99
 */
export function latencyRatio(
  self: readonly LatencyColumn[],
  reference: readonly LatencyColumn[],
  part: Part,
  percentile: 50 | 95 | 99,
  { confidence, replicates, seed }: { readonly confidence: number; readonly replicates: number; readonly seed: number },
): Estimate {
  const name = `latency.p${percentile}`;
  const own = latencyEstimates(self, part, confidence)[name] ?? UNAVAILABLE;
  const other = latencyEstimates(reference, part, confidence)[name] ?? UNAVAILABLE;
  if (own.value === null || other.value === null) return UNAVAILABLE;
  const sides = [ordered(self, part), ordered(reference, part)] as const;
  const samples = new Float64Array(replicates);
  forEachReplicate({ seed, replicates, groupKeys: part.groupKeys }, (replicate, weights) => {
    const [over, under] = sides.map((side) => quantileOf(side, weights, percentile / 100)) as [number, number];
    samples[replicate] = over / under;
  });
  const estimate = estimateOf(own.value / other.value, samples, part.rows.length, confidence, { groups: part.groupKeys.length });
  return {
    ...estimate,
    low: own.low === null || other.high === null ? null : estimate.low,
    high: own.high === null || other.low === null ? null : estimate.high,
  };
}

function ordered(columns: readonly LatencyColumn[], part: Part): Ordered {
  const known = columns.flatMap(({ values, weight }) =>
    Array.from(part.rows.keys())
      .map((index) => ({ value: values[part.rows[index] as number] as number, index, weight }))
      .filter(({ value }) => !Number.isNaN(value)),
  );
  known.sort((a, b) => a.value - b.value);
  return {
    values: Float64Array.from(known, ({ value }) => value),
    weights: Float64Array.from(known, ({ index, weight }) => weight * (part.weight[index] as number)),
    groups: Uint32Array.from(known, ({ index }) => part.group[index] as number),
  };
}

/** The smallest value whose cumulative resampled weight reaches `p` of the total; NaN where nothing was drawn. */
function quantileOf({ values, weights, groups }: Ordered, drawn: Uint16Array, p: number): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += (weights[i] as number) * (drawn[groups[i] as number] as number);
  const wanted = p * total * (1 - 1e-12);
  let cumulative = 0;
  for (let i = 0; i < values.length && total > 0; i++) {
    cumulative += (weights[i] as number) * (drawn[groups[i] as number] as number);
    if (cumulative >= wanted) return values[i] as number;
  }
  return Number.NaN;
}
