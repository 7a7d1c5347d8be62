import { BLOCK } from './block.js';
import { hash32 } from './hash.js';
import { poisson1 } from './poisson.js';
import type { Steps } from './steps.js';

/** What a Poisson bootstrap draws from. */
export interface ResampleSpec {
  readonly seed: number;
  readonly replicates: number;
  /** 32-bit key of each group: its weight in replicate r is Poisson(1) from hash(seed, key, r). */
  readonly groupKeys: Uint32Array;
}

/**
 * Totals of additive columns over every Poisson(1) bootstrap resample of the groups (Hanley & MacGibbon 2006; Chamandy
 * et al. 2012, "Estimating uncertainty for massive data streams"). Callers keep a denominator among the columns and
 * divide, which makes the resampling self-normalised. Groups are summed in blocks of 4,096 in order, so that shards of
 * whole blocks add up to the same bits.
 *
 * @param columns one value a group, each column of length groupKeys.length
 * @returns one array of length `replicates` a column
 */
export function resampleTotals({
  seed,
  replicates,
  groupKeys,
  columns,
}: ResampleSpec & { readonly columns: readonly Float64Array[] }): Float64Array[] {
  const totals = columns.map(() => new Float64Array(replicates));
  const weights = new Float64Array(BLOCK);
  for (let from = 0; from < groupKeys.length; from += BLOCK) {
    const size = Math.min(BLOCK, groupKeys.length - from);
    const blocks = columns.map((values) => values.subarray(from, from + size));
    for (let replicate = 0; replicate < replicates; replicate++) {
      for (let i = 0; i < size; i++) weights[i] = poisson1(hash32(seed, groupKeys[from + i] as number, replicate));
      for (let column = 0; column < blocks.length; column++) {
        const total = totals[column] as Float64Array;
        total[replicate] = (total[replicate] as number) + dot(weights, blocks[column] as Float64Array, size);
      }
    }
  }
  return totals;
}

/** What gives the totals of some columns from draws that are kept. */
export type KeptResamples = (columns: readonly Float64Array[]) => Steps<Float64Array[]>;

/** Draws or products between two stops: some 10 ms of work. */
const STEP = 2_000_000;

/**
 * The same totals from draws that are kept, for columns that come one after another: the draws are made once, at one byte a
 * group and replicate. Both stop now and then.
 */
export function* keptResampleSteps({ seed, replicates, groupKeys }: ResampleSpec): Steps<KeptResamples> {
  const groups = groupKeys.length;
  const draws = new Uint8Array(groups * replicates);
  const every = Math.max(1, Math.floor(STEP / Math.max(1, groups)));
  for (let replicate = 0; replicate < replicates; replicate++) {
    const from = replicate * groups;
    for (let group = 0; group < groups; group++)
      draws[from + group] = poisson1(hash32(seed, groupKeys[group] as number, replicate));
    if (replicate % every === every - 1) yield;
  }
  return function* (columns) {
    const totals = columns.map(() => new Float64Array(replicates));
    const weights = new Float64Array(BLOCK);
    for (let from = 0; from < groups; from += BLOCK) {
      const size = Math.min(BLOCK, groups - from);
      const blocks = columns.map((values) => values.subarray(from, from + size));
      const often = Math.max(1, Math.floor(STEP / (size * (columns.length + 1))));
      for (let replicate = 0; replicate < replicates; replicate++) {
        const start = replicate * groups + from;
        for (let i = 0; i < size; i++) weights[i] = draws[start + i] as number;
        for (let column = 0; column < blocks.length; column++) {
          const total = totals[column] as Float64Array;
          total[replicate] = (total[replicate] as number) + dot(weights, blocks[column] as Float64Array, size);
        }
        if (replicate % often === often - 1) yield;
      }
    }
    return totals;
  };
}

/** Sum of products in four interleaved partial sums, combined in order: part of the definition, so that bits don't move. */
function dot(weights: Float64Array, values: Float64Array, size: number): number {
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  let i = 0;
  for (; i + 3 < size; i += 4) {
    a += (weights[i] as number) * (values[i] as number);
    b += (weights[i + 1] as number) * (values[i + 1] as number);
    c += (weights[i + 2] as number) * (values[i + 2] as number);
    d += (weights[i + 3] as number) * (values[i + 3] as number);
  }
  for (; i < size; i++) a += (weights[i] as number) * (values[i] as number);
  return a + b + (c + d);
}

/** Calls `visit` with the groups' weights of every replicate; the array is reused between calls. */
export function forEachReplicate(
  { seed, replicates, groupKeys }: ResampleSpec,
  visit: (replicate: number, weights: Uint8Array) => void,
): void {
  const weights = new Uint8Array(groupKeys.length);
  for (let replicate = 0; replicate < replicates; replicate++) {
    for (let group = 0; group < groupKeys.length; group++)
      weights[group] = poisson1(hash32(seed, groupKeys[group] as number, replicate));
    visit(replicate, weights);
  }
}
