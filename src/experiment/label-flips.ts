import { mcnemar } from '../stats/mcnemar.js';

/**
 * How many right/wrong outcomes must be graded otherwise for an exact McNemar test to lose its significance: each such flip
 * turns one query of the larger discordant side into a tie (the fragility index, Walsh et al. 2014). 0 where it is not significant.
 *
 * @param b queries only the first got right
 * @param c queries only the second got right
 * @example flipsToInsignificance(10, 0, 0.05) // 5: 5 against 0 has p = 0.0625
 */
export function flipsToInsignificance(b: number, c: number, alpha: number): number {
  const least = Math.min(b, c);
  let most = Math.max(b, c);
  let flips = 0;
  while (most > least && mcnemar(least, most).pExact < alpha) {
    most--;
    flips++;
  }
  return flips;
}

/**
 * What a difference of mean quality becomes when every outcome is graded the other way with chance ε, independently: its expectation
 * is (1 − 2ε) times itself, and each query's difference gains the variance 2ε(1 − ε).
 *
 * @param variance of the mean difference as it stands
 * @param n queries
 */
export function underFlips(
  difference: number,
  variance: number,
  n: number,
  epsilon: number,
): { readonly difference: number; readonly standardError: number } {
  const shrunk = 1 - 2 * epsilon;
  return {
    difference: shrunk * difference,
    standardError: Math.sqrt(shrunk ** 2 * variance + (2 * epsilon * (1 - epsilon)) / n),
  };
}
