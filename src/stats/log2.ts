import { logParts } from './log.js';

/**
 * Base-2 logarithm, the same bits on every machine (`Math.log2` is implementation-defined). −Infinity for 0, NaN below 0.
 * Powers of two are exact.
 */
export function log2(x: number): number {
  if (!(x > 0)) return x === 0 ? Number.NEGATIVE_INFINITY : Number.NaN;
  if (x === Number.POSITIVE_INFINITY) return x;
  const { exponent, fraction } = logParts(x);
  return exponent + fraction / Math.LN2;
}
