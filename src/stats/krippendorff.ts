/** Sums over units (answers) that several values were given to, from which alpha is made; they add up over any parts. */
export interface AgreementSums {
  /** Values in all. */
  readonly values: number;
  readonly sum: number;
  readonly squares: number;
  /** Σ over units of Σᵢ≠ⱼ (xᵢ − xⱼ)² ÷ (m − 1), with m values in the unit. */
  readonly within: number;
}

/** The sums of one unit of at least two values. */
export function agreementSums(values: readonly number[]): AgreementSums {
  const sum = values.reduce((all, value) => all + value, 0);
  const squares = values.reduce((all, value) => all + value * value, 0);
  const m = values.length;
  return { values: m, sum, squares, within: (2 * (m * squares - sum * sum)) / (m - 1) };
}

/**
 * Krippendorff's alpha for interval data (Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability"): 1 − Dₒ/Dₑ, the observed
 * mean squared difference within units, Dₒ = within ÷ n, over that of all pairs of values, Dₑ = 2(n Σx² − (Σx)²) ÷ (n(n − 1)). 1 is full
 * agreement, 0 what chance gives. NaN where all values are the same: nothing then tells agreement from a judge that always says one thing.
 *
 * @example units (1, 2), (3, 3): n 4, Dₒ = 2/4, Dₑ = 2(4·23 − 81)/12 = 11/6, alpha = 1 − 3/11
 */
export function krippendorffAlpha({ values: n, sum, squares, within }: AgreementSums): number {
  const expected = (2 * (n * squares - sum * sum)) / (n * (n - 1));
  return expected > 0 ? 1 - within / n / expected : Number.NaN;
}
