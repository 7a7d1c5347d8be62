import { addedHistograms, type LatencyHistogram } from '../../metric/shard/latency-histogram.js';
import { addedTotals, type ShardTotals } from '../../metric/shard/shard-totals.js';
import { addTally, type Tally } from '../../stats/tally.js';
import type { Compared } from '../compared.js';

/** A row's name and nature, which all shards give alike. */
export type RowHead = Pick<Compared, 'id' | 'label' | 'kind' | 'description' | 'marks'> & {
  /** Chance of each model, for a random mixture. */
  readonly mixture: readonly number[] | null;
};

/** What a shard comes to: nothing but sums, however large it is. */
export interface ShardOutput {
  readonly tally: Tally;
  /** Null where nothing is resampled. */
  readonly totals: ShardTotals | null;
  readonly latencies: ReadonlyMap<string, LatencyHistogram>;
  readonly rows: readonly RowHead[];
}

/** Adds one shard to what others came to; the order doesn't matter. */
export function addedOutputs(one: ShardOutput, other: ShardOutput): ShardOutput {
  addTally(one.tally, other.tally);
  const latencies = new Map(one.latencies);
  for (const [name, histogram] of other.latencies) {
    const held = latencies.get(name);
    latencies.set(name, held === undefined ? histogram : addedHistograms(held, histogram));
  }
  return {
    tally: one.tally,
    totals: one.totals === null || other.totals === null ? null : addedTotals(one.totals, other.totals),
    latencies,
    rows: one.rows,
  };
}
