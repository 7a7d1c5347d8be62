/**
 * Cumulative Poisson(1) probabilities times 2³², rounded: P(X ≤ k) = e⁻¹ Σ 1/i!. Beyond 12 the chance is below 2⁻³².
 */
export const THRESHOLDS = [
  1580030169, 3160060337, 3950075422, 4213413783, 4279248374, 4292415292, 4294609778, 4294923276, 4294962463, 4294966817,
  4294967253, 4294967292,
] as const;

/**
 * A Poisson(1) count from an unsigned 32-bit hash, by inversion against exact integer thresholds.
 *
 * @example poisson1(0) // 0
 */
export function poisson1(hash: number): number {
  // Three draws in four are 0 or 1.
  if (hash < 1580030169) return 0;
  if (hash < 3160060337) return 1;
  let k = 2;
  while (k < THRESHOLDS.length && hash >= (THRESHOLDS[k] as number)) k++;
  return k;
}
