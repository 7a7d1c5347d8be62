import { BLOCK } from './block.js';
import { finished, hashRound, seededHash } from './hash.js';
import { poisson1 } from './poisson.js';

/** What a Poisson bootstrap draws from. */
export interface ResampleSpec {
  readonly seed: number;
  readonly replicates: number;
  /** Number of the first replicate; default 0. Each is drawn by itself, so ranges of them put together are the whole. */
  readonly first?: number;
  /** 32-bit key of each group: its weight in replicate r is Poisson(1) from hash(seed, key, r). */
  readonly groupKeys: Uint32Array;
}

/** One array of totals a column: the definition, which any faster way must agree with to the bit. */
export function plainTotals(
  { seed, replicates, first = 0, groupKeys }: ResampleSpec,
  columns: readonly Float64Array[],
): Float64Array[] {
  const totals = columns.map(() => new Float64Array(replicates));
  const weights = new Float64Array(BLOCK);
  const hashes = Int32Array.from(groupKeys, (key) => seededHash(seed, key));
  for (let from = 0; from < groupKeys.length; from += BLOCK) {
    const size = Math.min(BLOCK, groupKeys.length - from);
    const blocks = columns.map((values) => values.subarray(from, from + size));
    for (let replicate = 0; replicate < replicates; replicate++) {
      const round = hashRound(first + replicate);
      for (let i = 0; i < size; i++) weights[i] = poisson1(finished(hashes[from + i] as number, round));
      for (let column = 0; column < blocks.length; column++) {
        const total = totals[column] as Float64Array;
        total[replicate] = (total[replicate] as number) + weightedSum(weights, blocks[column] as Float64Array, size);
      }
    }
  }
  return totals;
}

/** Sum of products in four interleaved partial sums, combined in order: part of the definition, so that bits don't move. */
export function weightedSum(weights: Float64Array, values: Float64Array, size: number): number {
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
