import type { Interval } from './interval.js';
import { normalQuantile } from './normal.js';

/**
 * Wilson's score interval (1927) of a share: the shares p with |p̂ − p| ≤ z·√(p(1 − p)/n). Stays within 0..1 and has a width
 * where nothing, or everything, was seen.
 *
 * @param n observations; the effective number where they are clustered or weighted, not necessarily whole
 * @example wilsonInterval(0, 100, 0.95) // {low: 0, high: 0.037}
 */
export function wilsonInterval(share: number, n: number, confidence: number): Interval {
  const z = normalQuantile((1 + confidence) / 2);
  const square = (z * z) / n;
  const centre = share + square / 2;
  const half = z * Math.sqrt((share * (1 - share)) / n + square / (4 * n));
  return {
    // At the ends both terms are equal; rounding must not leave a remainder.
    low: share <= 0 ? 0 : Math.max(0, (centre - half) / (1 + square)),
    high: share >= 1 ? 1 : Math.min(1, (centre + half) / (1 + square)),
  };
}

/** How many independent observations give a share this standard error: p(1 − p)/SE² (Kish 1965: n over the design effect). */
export function effectiveSize(share: number, standardError: number): number {
  return (share * (1 - share)) / standardError ** 2;
}
