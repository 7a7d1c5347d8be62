import { exp } from './exp.js';
import type { Interval } from './interval.js';
import { log } from './log.js';
import { normalQuantile } from './normal.js';

/**
 * The mixture sequential probability ratio test of "no difference" for a normal estimate (Johari, Koomen, Pekelis & Walsh 2022, "Always
 * valid inference: continuous monitoring of A/B tests", Operations Research 70(3), eq. 8, with its variance written as the estimate's
 * squared standard error): ln of the likelihood ratio against differences spread as N(0, τ²),
 * ½ ln(s²/(s² + τ²)) + d²τ²/(2 s²(s² + τ²)). Its chance of ever reaching 1/α without a difference is at most α, however often one looks.
 *
 * @param tau the size of differences that matter
 */
export function logLikelihoodRatio(difference: number, squaredError: number, tau: number): number {
  const mixed = squaredError + tau * tau;
  return 0.5 * log(squaredError / mixed) + (difference * difference * tau * tau) / (2 * squaredError * mixed);
}

/**
 * The p-value of one look, valid at all of them together once the smallest so far is kept: 1 ÷ the likelihood ratio, at most 1.
 *
 * @example alwaysValidP(0, 1, 1) // 1
 */
export function alwaysValidP(difference: number, squaredError: number, tau: number): number {
  return Math.min(1, exp(-logLikelihoodRatio(difference, squaredError, tau)));
}

/**
 * The differences that the test does not reject at level `alpha`: an interval that covers the true one at all looks at once with
 * chance 1 − α (the test inverted): d ± √(2 s²(s² + τ²)/τ² · (ln 1/α + ½ ln((s² + τ²)/s²))).
 */
export function alwaysValidInterval(difference: number, squaredError: number, tau: number, alpha: number): Interval {
  const half = alwaysValidMargin(squaredError, tau, alpha);
  return { low: difference - half, high: difference + half };
}

function alwaysValidMargin(squaredError: number, tau: number, alpha: number): number {
  const mixed = squaredError + tau * tau;
  return Math.sqrt(((2 * squaredError * mixed) / (tau * tau)) * (log(1 / alpha) + 0.5 * log(mixed / squaredError)));
}

/**
 * Observations, of both arms together, until the sequential test shows a difference with the given power at the latest: the smallest n
 * whose margin leaves room for z_power standard errors below the difference.
 *
 * @param standardError that one observation would give: n of them give it ÷ √n
 * @param difference above 0
 * @returns Infinity beyond what can be counted one by one
 */
export function sequentialObservations(
  standardError: number,
  difference: number,
  { alpha, power }: { readonly alpha: number; readonly power: number },
): number {
  // Where nothing varies, the first look shows any difference.
  if (!(standardError > 0)) return 1;
  const z = normalQuantile(power);
  const shows = (n: number): boolean => {
    const squaredError = (standardError * standardError) / n;
    return alwaysValidMargin(squaredError, difference, alpha) + z * Math.sqrt(squaredError) <= difference;
  };
  let high = 2;
  while (!shows(high)) {
    high *= 2;
    if (high > Number.MAX_SAFE_INTEGER) return Number.POSITIVE_INFINITY;
  }
  let low = high / 2;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (shows(middle)) high = middle;
    else low = middle;
  }
  return high;
}
