import { BLOCK } from './block.js';
import { type Classes, classesOf } from './classes.js';
import { finished, hashRound, seededHash } from './hash.js';
import { type ResampleSpec, weightedSum } from './plain-resample.js';
import { poisson1 } from './poisson.js';
import type { Steps } from './steps.js';

/** What gives the totals of some columns from draws that are kept. */
export type KeptResamples = (columns: readonly Float64Array[]) => Steps<Float64Array[]>;

/** Draws or products between two stops: some milliseconds of work. */
const STEP = 2_000_000;

/**
 * The totals of `resampleTotals`, to the bit, from draws that are kept, for columns that come one after another: the draws are
 * made once, at one byte a group and replicate. Columns of few values are summed together, see `classesOf`. All stops now and
 * then.
 */
export function* keptResampleSteps(spec: ResampleSpec): Steps<KeptResamples> {
  const draws = yield* drawn(spec);
  const kept: Kept = { groups: spec.groupKeys.length, replicates: spec.replicates, draws };
  return function* (columns) {
    const totals: (Float64Array | undefined)[] = columns.map(() => undefined);
    const { batches, others } = yield* classesOf(columns);
    for (const classes of batches) {
      const made = yield* byClass(kept, classes);
      for (const [at, column] of classes.columns.entries()) totals[column] = made[at];
    }
    const made = yield* oneByOne(
      kept,
      others.map((column) => columns[column] as Float64Array),
    );
    for (const [at, column] of others.entries()) totals[column] = made[at];
    return totals as Float64Array[];
  };
}

/** One byte a draw, all groups of a replicate together. */
interface Kept {
  readonly groups: number;
  readonly replicates: number;
  readonly draws: Uint8Array;
}

function* drawn({ seed, replicates, groupKeys }: ResampleSpec): Steps<Uint8Array> {
  const groups = groupKeys.length;
  const draws = new Uint8Array(groups * replicates);
  const hashes = Int32Array.from(groupKeys, (key) => seededHash(seed, key));
  const every = often(groups);
  for (let replicate = 0; replicate < replicates; replicate++) {
    const from = replicate * groups;
    const round = hashRound(replicate);
    for (let group = 0; group < groups; group++) draws[from + group] = poisson1(finished(hashes[group] as number, round));
    if (replicate % every === every - 1) yield;
  }
  return draws;
}

/** How many replicates of so much work make a step. */
function often(work: number): number {
  return Math.max(1, Math.floor(STEP / Math.max(1, work)));
}

/** How often each class is drawn, times what it is worth: whole numbers of a power of two, so the order does not matter. */
function* byClass({ groups, replicates, draws }: Kept, { columns, classOf, values }: Classes): Steps<Float64Array[]> {
  const classes = values[0]?.length ?? 0;
  const totals = columns.map(() => new Float64Array(replicates));
  const counts = new Float64Array(classes);
  const every = often(groups + classes * columns.length);
  for (let replicate = 0; replicate < replicates; replicate++) {
    const from = replicate * groups;
    counts.fill(0);
    for (let group = 0; group < groups; group++) {
      const own = classOf[group] as number;
      counts[own] = (counts[own] as number) + (draws[from + group] as number);
    }
    for (let column = 0; column < totals.length; column++)
      (totals[column] as Float64Array)[replicate] = weightedSum(counts, values[column] as Float64Array, classes);
    if (replicate % every === every - 1) yield;
  }
  return totals;
}

function* oneByOne({ groups, replicates, draws }: Kept, columns: readonly Float64Array[]): Steps<Float64Array[]> {
  const totals = columns.map(() => new Float64Array(replicates));
  if (columns.length === 0) return totals;
  const weights = new Float64Array(BLOCK);
  for (let from = 0; from < groups; from += BLOCK) {
    const size = Math.min(BLOCK, groups - from);
    const blocks = columns.map((values) => values.subarray(from, from + size));
    const every = often(size * (columns.length + 1));
    for (let replicate = 0; replicate < replicates; replicate++) {
      const start = replicate * groups + from;
      for (let i = 0; i < size; i++) weights[i] = draws[start + i] as number;
      for (let column = 0; column < blocks.length; column++) {
        const total = totals[column] as Float64Array;
        total[replicate] = (total[replicate] as number) + weightedSum(weights, blocks[column] as Float64Array, size);
      }
      if (replicate % every === every - 1) yield;
    }
  }
  return totals;
}
