import type { SparseVector } from '../space/vector.js';

/** sums += row · matrix: a column's numbers stand together, one for each of `width` sums. */
export function addProduct(
  { size, index, value }: SparseVector,
  matrix: ArrayLike<number>,
  width: number,
  sums: Float64Array,
): void {
  for (let at = 0; at < size; at++) {
    const own = value[at] as number;
    const from = (index[at] as number) * width;
    for (let k = 0; k < width; k++) sums[k] = (sums[k] as number) + own * (matrix[from + k] as number);
  }
}

/** 2^exponent, exactly. */
export function powerOfTwo(exponent: number): number {
  let power = 1;
  for (let i = 0; i < exponent; i++) power *= 2;
  return power;
}
