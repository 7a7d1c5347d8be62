/** ln 2 in two parts: the first has few enough bits that its product with any exponent is exact. */
export const LN2_HIGH = 0x162e42fee / 2 ** 33;
export const LN2_LOW = Math.LN2 - LN2_HIGH + 2.3190468138462996e-17;
/** 1/n! for n = 0 … 13: the first term left out is under 10⁻¹⁷ of the sum. */
export const INVERSE_FACTORIALS = inverseFactorials(13);
const MOST = 709.782712893384;
/** Below, eˣ is nearer to 0 than to the least number. */
export const LEAST_EXPONENT = -745.1332191019412;

/**
 * eˣ: x = k·ln 2 + r with |r| ≤ ½ ln 2, the series of eʳ by Horner's rule, times 2ᵏ. Only additions, multiplications and
 * divisions in a fixed order, so that every machine gives the same bits (`Math.exp` is implementation-defined).
 */
export function exp(x: number): number {
  if (Number.isNaN(x)) return x;
  if (x > MOST) return Number.POSITIVE_INFINITY;
  if (x < LEAST_EXPONENT) return 0;
  const k = Math.round(x / Math.LN2);
  const r = x - k * LN2_HIGH - k * LN2_LOW;
  let sum = 0;
  for (let n = INVERSE_FACTORIALS.length - 1; n >= 0; n--) sum = sum * r + (INVERSE_FACTORIALS[n] as number);
  // Two steps, so that results below the smallest normal number and near the greatest are rounded once, not flushed.
  const half = k >> 1;
  return sum * powerOfTwo(half) * powerOfTwo(k - half);
}

/** 1 / (1 + e⁻ˣ), without overflow. */
export function sigmoid(x: number): number {
  if (x >= 0) return 1 / (1 + exp(-x));
  const e = exp(x);
  return e / (1 + e);
}

const POWERS = powers();
const OFFSET = 600;

function powerOfTwo(k: number): number {
  return POWERS[k + OFFSET] as number;
}

function powers(): Float64Array {
  const table = new Float64Array(2 * 600 + 1);
  let up = 1;
  let down = 1;
  for (let k = 0; k <= 600; k++, up *= 2, down /= 2) {
    table[600 + k] = up;
    table[600 - k] = down;
  }
  return table;
}

function inverseFactorials(most: number): Float64Array {
  const table = new Float64Array(most + 1);
  let factorial = 1;
  for (let n = 0; n <= most; n++) {
    if (n > 0) factorial *= n;
    table[n] = 1 / factorial;
  }
  return table;
}
