import type { ModelList } from '../../domain/model.js';
import type { Experiment } from '../experiment.js';
import { type PackedBench, unpackBench } from '../unit/pack-bench.js';
import type { Judged, WholeFacts, Workbench } from '../workbench.js';

/** What is known of a dataset as a whole, for those who hold a shard of it. */
export interface ShardFrame {
  readonly experiment: Experiment;
  readonly models: ModelList;
  /** Models with a recording, in the order of all tables. */
  readonly modelIds: readonly string[];
  /** Models that are compared on their own, ascending. */
  readonly compared: readonly number[];
  readonly whole: WholeFacts;
}

/** A shard's workbench: its rows, and the whole's facts. */
export function shardBench(packed: PackedBench, { experiment, compared, whole }: ShardFrame): Workbench {
  return unpackBench({ ...packed, experiment, grounds: { ...packed.grounds, compared, whole } });
}

/** What judging sums over all shards needs. */
export function judgedIn({ experiment, compared, modelIds }: ShardFrame): Judged {
  return { experiment, compared, table: { modelIds } };
}

/** The part whose numbers are reported. */
export function reportedPart({ split }: Experiment): 'all' | 'test' {
  return split.kind === 'none' ? 'all' : 'test';
}
