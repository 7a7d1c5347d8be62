import { normalQuantile } from './normal.js';

/**
 * Quantile of Student's t by the Cornish–Fisher expansion (Abramowitz & Stegun 26.7.5): right to 4 decimals from 8
 * degrees of freedom on, to 2 from 4 on.
 *
 * @example studentQuantile(0.975, 99) // 1.98422
 */
export function studentQuantile(p: number, degrees: number): number {
  const z = normalQuantile(p);
  const square = z * z;
  const terms = [
    (square + 1) / 4,
    ((5 * square + 16) * square + 3) / 96,
    (((3 * square + 19) * square + 17) * square - 15) / 384,
    ((((79 * square + 776) * square + 1482) * square - 1920) * square - 945) / 92_160,
  ];
  return terms.reduce((sum, term, index) => sum + (z * term) / degrees ** (index + 1), z);
}
