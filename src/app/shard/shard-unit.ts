import type { CommonKind, UnitKind } from '../../domain/work.js';
import { type ShardFrame, shardBench } from '../../experiment/shard/frame.js';
import type { ShardOutput } from '../../experiment/shard/output.js';
import { type Routed, routedOn } from '../../experiment/shard/routed.js';
import { type ShardTask, shardOutput } from '../../experiment/shard/task.js';
import type { Workbench } from '../../experiment/workbench.js';
import { keptRoutes } from './kept-routes.js';
import { readShard, type ShardRef } from './shard-file.js';

const frameCommon: CommonKind<ShardFrame> = {
  name: 'frame',
  lasting: true,
  pack: (frame) => frame,
  unpack: (packed) => packed as ShardFrame,
};

/** A shard, and what is asked of it. */
export interface ShardInput {
  readonly shard: ShardRef;
  readonly task: ShardTask;
}

/** A shard of a dataset: only sums come back. */
export const shardUnit: UnitKind<ShardFrame, ShardInput, ShardOutput> = {
  name: 'shard',
  describe: 'sum up what models, candidates and controls come to on a shard of the dataset',
  common: frameCommon,
  run(frame, { shard, task }) {
    const { bench, routed } = heldShard(frame, shard);
    return shardOutput(bench, task, routed);
  },
};

interface HeldShard {
  readonly bench: Workbench;
  readonly routed: Routed;
}

/** The shard that was read last: with one shard, or one a thread, it is read once. */
const last = new WeakMap<ShardFrame, HeldShard & { readonly path: string }>();

function heldShard(frame: ShardFrame, ref: ShardRef): HeldShard {
  if (!('path' in ref)) {
    const bench = shardBench(readShard(ref), frame);
    return { bench, routed: routedOn(bench) };
  }
  const held = last.get(frame);
  if (held?.path === ref.path) return held;
  // Let go of before the next is read.
  last.delete(frame);
  const bench = shardBench(readShard(ref), frame);
  const found = { path: ref.path, bench, routed: keptRoutes(ref.path, bench) };
  last.set(frame, found);
  return found;
}
