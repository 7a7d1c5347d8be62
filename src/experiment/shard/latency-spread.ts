import type { Estimate } from '../../domain/estimate.js';
import { shareOf } from '../../metric/estimate/share.js';
import {
  distributedLatencies,
  type LatencyColumn,
  latencyAt,
  PERCENTILES,
  type Percentile,
  shareUpTo,
  wholeQueries,
} from '../../metric/latency.js';
import type { Part } from '../../metric/part.js';
import { binEnd, type LatencyHistogram, sortedBins } from '../../metric/shard/latency-histogram.js';
import { addExactly } from '../../stats/exact-sum.js';
import { sumIn, type Tally, tallied } from '../../stats/tally.js';

/** Percentiles of an arm, whose groups are to be looked at. */
export interface AskedSpread {
  readonly name: string;
  readonly at: readonly (readonly [percentile: Percentile, value: number])[];
}

/** Where the bins of the percentiles of all shards end; nothing where too few latencies are known. */
export function percentilesOf(name: string, histogram: LatencyHistogram): AskedSpread {
  const sorted = sortedBins(histogram);
  return {
    name,
    at:
      sorted === null ? [] : PERCENTILES.map((percentile) => [percentile, binEnd(latencyAt(sorted, percentile / 100))] as const),
  };
}

/** Adds what the standard error of the share below each percentile is made of: its sums by group, and their squares and products. */
export function addSpread(tally: Tally, { name, at }: AskedSpread, columns: readonly LatencyColumn[], part: Part): void {
  const weights = new Float64Array(part.groupKeys.length);
  part.rows.forEach((_, index) => {
    const group = part.group[index] as number;
    weights[group] = (weights[group] as number) + (part.weight[index] as number);
  });
  for (const [percentile, value] of at) {
    const below = new Float64Array(weights.length);
    part.rows.forEach((query, index) => {
      const group = part.group[index] as number;
      const own = (part.weight[index] as number) * shareUpTo(columns, query, value, percentile / 100);
      below[group] = (below[group] as number) + own;
    });
    const [sum, squares, cross] = ['sum', 'squares', 'cross'].map((of) => sumIn(tally, spreadName(name, percentile, of)));
    below.forEach((own, group) => {
      addExactly(sum as number[], own);
      addExactly(squares as number[], own * own);
      addExactly(cross as number[], own * (weights[group] as number));
    });
  }
}

function spreadName(name: string, percentile: Percentile, of: string): string {
  return `below ${name} p${percentile} ${of}`;
}

/** p50, p95 and p99 of an arm, by name; its histogram and spreads were added up over all shards. */
export function latenciesIn(
  tally: Tally,
  name: string,
  histogram: LatencyHistogram | undefined,
  confidence: number,
): Record<string, Estimate> {
  const sorted = histogram === undefined ? null : sortedBins(histogram);
  return distributedLatencies(sorted, (percentile) => effectiveAt(tally, name, percentile), tallied(tally, 'n'), confidence);
}

/** Independent queries that would place a percentile as surely; 0 where that was not looked at. */
function effectiveAt(tally: Tally, name: string, percentile: Percentile): number {
  const of = (what: string): number => tallied(tally, spreadName(name, percentile, what));
  const weight = tallied(tally, 'group weight');
  const share = of('sum') / weight;
  // The sum over groups of (below − share · weight)².
  const squares = of('squares') - 2 * share * of('cross') + share ** 2 * tallied(tally, 'group weight squared');
  const { effective } = shareOf(share, Math.sqrt(Math.max(0, squares)) / weight, tallied(tally, 'groups'));
  return tally.has(spreadName(name, percentile, 'sum')) ? wholeQueries(effective, weight, tallied(tally, 'weight squared')) : 0;
}
