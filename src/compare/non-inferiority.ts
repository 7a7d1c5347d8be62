import type { Estimate } from '../domain/estimate.js';
import type { NonInferiority } from '../domain/results.js';

/**
 * Non-inferiority by the interval (ICH E9, §3.3.2): no worse than the reference by more than the margin when the whole
 * interval of the paired difference lies above −margin, inferior when it lies below. Equivalent when it lies within
 * ±margin: two one-sided tests (Schuirmann 1987), each at half of what the two-sided interval leaves out (2.5 % at 95 %).
 */
export function nonInferiority(difference: Estimate, margin: number): NonInferiority {
  const { low, high } = difference;
  const notWorse = low !== null && low > -margin;
  const verdict = notWorse ? 'non_inferior' : high !== null && high < -margin ? 'inferior' : 'undecided';
  return { difference, verdict, equivalent: notWorse && high !== null && high < margin };
}
