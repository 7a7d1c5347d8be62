/** The series below, 1, 1/3, 1/5 …; the first term left out is under 10⁻¹⁸ for the largest argument. */
export const ODD_INVERSES = Float64Array.from({ length: 13 }, (_, term) => 1 / (2 * term + 1));

/** A positive finite number as 2^exponent · m with m in [√½, √2), and ln m. */
export interface LogParts {
  readonly exponent: number;
  /** ln m */
  readonly fraction: number;
}

/**
 * ln m = 2·(s + s³/3 + s⁵/5 + …), s = (m − 1)/(m + 1). Only additions, multiplications and divisions in a fixed order, so that
 * every machine gives the same bits (`Math.log` is implementation-defined).
 */
export function logParts(x: number): LogParts {
  let mantissa = x;
  let exponent = 0;
  while (mantissa >= Math.SQRT2) {
    mantissa /= 2;
    exponent++;
  }
  while (mantissa < Math.SQRT1_2) {
    mantissa *= 2;
    exponent--;
  }
  const s = (mantissa - 1) / (mantissa + 1);
  const square = s * s;
  let sum = 0;
  for (let term = ODD_INVERSES.length - 1; term >= 0; term--) sum = sum * square + (ODD_INVERSES[term] as number);
  return { exponent, fraction: 2 * s * sum };
}

/** Natural logarithm. −Infinity for 0, NaN below 0. */
export function log(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  const { exponent, fraction } = logParts(x);
  return exponent * Math.LN2 + fraction;
}
