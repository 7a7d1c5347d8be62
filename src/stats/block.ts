/** Rows are summed in blocks of this many, in order, and the blocks' sums in order: the same bits for any sharding by whole blocks. */
export const BLOCK = 4096;

/**
 * Sum of `values` (times `weights` where given) by blocks of 4,096 in order.
 *
 * @example blockSum(Float64Array.of(1, 2, 3)) // 6
 */
export function blockSum(values: Float64Array, weights?: Float64Array): number {
  let total = 0;
  for (let from = 0; from < values.length; from += BLOCK) {
    const to = Math.min(values.length, from + BLOCK);
    let sum = 0;
    for (let i = from; i < to; i++) sum += (values[i] as number) * (weights === undefined ? 1 : (weights[i] as number));
    total += sum;
  }
  return total;
}
