/**
 * Weighted quantile: the smallest value whose cumulative weight reaches `p` of the total. With equal weights it is the
 * order statistic of rank ⌈n·p⌉ (the inverse of the empirical distribution function, type 1). NaN for no values.
 */
export function weightedQuantile(values: Float64Array, weights: Float64Array, p: number): number {
  const order = Uint32Array.from(values.keys()).sort((a, b) => (values[a] as number) - (values[b] as number));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let cumulative = 0;
  for (const index of order) {
    cumulative += weights[index] as number;
    // A rounding error of the running sum must not push the quantile to the next value.
    if (cumulative >= p * total * (1 - 1e-12)) return values[index] as number;
  }
  return Number.NaN;
}

/**
 * Distribution-free bounds of a quantile as ranks of order statistics (Conover, Practical Nonparametric Statistics, §3.2):
 * r < s with P(r ≤ B ≤ s − 1) ≥ confidence for B ~ Binomial(n, p), each tail at most (1 − confidence)/2. Null where the
 * sample is too small for a bound: of 100 values even the largest is no upper bound of the 99th percentile.
 *
 * @param n values; their effective number, rounded down, where they are clustered
 * @returns ranks from 1 to n
 */
export function quantileRanks(
  n: number,
  p: number,
  confidence: number,
): { readonly low: number | null; readonly high: number | null } {
  if (n < 1) return { low: null, high: null };
  const tail = (1 - confidence) / 2;
  const lower = binomialQuantile(n, p, tail);
  const upper = binomialQuantile(n, p, 1 - tail) + 1;
  return { low: lower < 1 ? null : lower, high: upper > n ? null : upper };
}

/** Smallest k with P(B ≤ k) ≥ q for B ~ Binomial(n, p), 0 < p < 1, by summing outwards from the mode. */
function binomialQuantile(n: number, p: number, q: number): number {
  const mode = Math.min(n, Math.floor((n + 1) * p));
  // Probabilities relative to the mode's; both tails shrink geometrically, so the sums are short and stable.
  const below: number[] = [];
  for (let k = mode - 1, ratio = 1; k >= 0; k--) {
    ratio *= ((k + 1) * (1 - p)) / ((n - k) * p);
    if (ratio < 1e-18) break;
    below.push(ratio);
  }
  const above: number[] = [];
  for (let k = mode + 1, ratio = 1; k <= n; k++) {
    ratio *= ((n - k + 1) * p) / (k * (1 - p));
    if (ratio < 1e-18) break;
    above.push(ratio);
  }
  const sum = (values: readonly number[]): number => values.reduceRight((total, value) => total + value, 0);
  const total = sum(below) + 1 + sum(above);
  let cumulative = 0;
  const chances = [...below.reverse(), 1, ...above];
  const first = mode - below.length;
  for (const [index, chance] of chances.entries()) {
    cumulative += chance / total;
    if (cumulative >= q) return first + index;
  }
  return first + chances.length - 1;
}
