/**
 * Cumulative Poisson(1) probabilities times 2³², rounded: P(X ≤ k) = e⁻¹ Σ 1/i!. Beyond 12 the chance is below 2⁻³².
 */
export const THRESHOLDS = [
  1580030169, 3160060337, 3950075422, 4213413783, 4279248374, 4292415292, 4294609778, 4294923276, 4294962463, 4294966817,
  4294967253, 4294967292,
] as const;

/** More than any count: the counts of these hashes differ. */
const SEVERAL = 255;

/** The count of every hash with these twelve bits on top; a dozen of the 4,096 hold a threshold. */
const BY_TOP = Uint8Array.from({ length: 4096 }, (_, top) => {
  const [least, most] = [counted(top * 2 ** 20), counted((top + 1) * 2 ** 20 - 1)];
  return least === most ? least : SEVERAL;
});

/**
 * A Poisson(1) count from an unsigned 32-bit hash, by inversion against exact integer thresholds.
 *
 * @example poisson1(0) // 0
 */
export function poisson1(hash: number): number {
  // Looked up: comparing takes branches that can't be foreseen, and four times as long.
  const count = BY_TOP[hash >>> 20] as number;
  return count === SEVERAL ? counted(hash) : count;
}

function counted(hash: number): number {
  let k = 0;
  while (k < THRESHOLDS.length && hash >= (THRESHOLDS[k] as number)) k++;
  return k;
}
