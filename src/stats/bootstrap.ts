import { BLOCK } from './block.js';
import { hash32 } from './hash.js';
import { poisson1 } from './poisson.js';

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
  const width = columns.length;
  const packed = new Float64Array(BLOCK * width);
  const sums = new Float64Array(width);
  for (let from = 0; from < groupKeys.length; from += BLOCK) {
    const size = Math.min(BLOCK, groupKeys.length - from);
    pack(columns, from, size, packed);
    for (let replicate = 0; replicate < replicates; replicate++) {
      sums.fill(0);
      for (let i = 0; i < size; i++) {
        const weight = poisson1(hash32(seed, groupKeys[from + i] as number, replicate));
        if (weight === 0) continue;
        const base = i * width;
        for (let column = 0; column < width; column++)
          sums[column] = (sums[column] as number) + weight * (packed[base + column] as number);
      }
      for (let column = 0; column < width; column++) {
        const total = totals[column] as Float64Array;
        total[replicate] = (total[replicate] as number) + (sums[column] as number);
      }
    }
  }
  return totals;
}

/** Copies a block of the columns row by row, so that one weight meets all its values in one cache line. */
function pack(columns: readonly Float64Array[], from: number, size: number, packed: Float64Array): void {
  columns.forEach((values, column) => {
    for (let i = 0; i < size; i++) packed[i * columns.length + column] = values[from + i] as number;
  });
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
