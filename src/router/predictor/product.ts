import type { SparseVector } from '../space/vector.js';

/**
 * sums += row · matrix: a column's numbers stand together, one for each of `width` sums. All are whole and exact, so four entries may be added
 * at a time: sums are then read and written a quarter as often.
 */
export function addProduct(
  { size, index, value }: SparseVector,
  matrix: ArrayLike<number>,
  width: number,
  sums: Float64Array,
): void {
  let at = 0;
  for (; at + 3 < size; at += 4) {
    const a = value[at] as number;
    const b = value[at + 1] as number;
    const c = value[at + 2] as number;
    const d = value[at + 3] as number;
    const ofA = (index[at] as number) * width;
    const ofB = (index[at + 1] as number) * width;
    const ofC = (index[at + 2] as number) * width;
    const ofD = (index[at + 3] as number) * width;
    for (let k = 0; k < width; k++)
      sums[k] =
        (sums[k] as number) +
        a * (matrix[ofA + k] as number) +
        b * (matrix[ofB + k] as number) +
        c * (matrix[ofC + k] as number) +
        d * (matrix[ofD + k] as number);
  }
  for (; at < size; at++) {
    const own = value[at] as number;
    const from = (index[at] as number) * width;
    for (let k = 0; k < width; k++) sums[k] = (sums[k] as number) + own * (matrix[from + k] as number);
  }
}

/** The products of a vector with each of `count` that stand one after another, four at a time, so that sums don't wait for each other. */
export function productsWith(own: Float64Array, many: ArrayLike<number>, count: number, into: Float64Array): void {
  const width = own.length;
  let which = 0;
  for (; which + 3 < count; which += 4) {
    let a = which * width;
    let b = a + width;
    let c = b + width;
    let d = c + width;
    let inA = 0;
    let inB = 0;
    let inC = 0;
    let inD = 0;
    for (let i = 0; i < width; i++, a++, b++, c++, d++) {
      const one = own[i] as number;
      inA += one * (many[a] as number);
      inB += one * (many[b] as number);
      inC += one * (many[c] as number);
      inD += one * (many[d] as number);
    }
    into[which] = inA;
    into[which + 1] = inB;
    into[which + 2] = inC;
    into[which + 3] = inD;
  }
  for (; which < count; which++) {
    let sum = 0;
    for (let i = 0; i < width; i++) sum += (own[i] as number) * (many[which * width + i] as number);
    into[which] = sum;
  }
}

/** 2^exponent, exactly. */
export function powerOfTwo(exponent: number): number {
  let power = 1;
  for (let i = 0; i < exponent; i++) power *= 2;
  return power;
}
