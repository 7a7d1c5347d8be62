import type { Interval } from './interval.js';
import { log2 } from './log2.js';

/** Steps of halving: the root is then exact to the last bits. */
const STEPS = 80;

/**
 * Range of the entropy (bits) over the spreads near an observed one, moved along a line of exponential tilting
 * s(θ) ∝ s·e^{θd}. A spread is near while the mean of d is within z standard errors of the observed mean, the standard error
 * being that of the moved spread: Wilson's score interval (1927), which this is with two options. Where the even spread
 * is among them it is the highest.
 *
 * @param direction d, one entry an option: a multiple of the centred log shares, unless all are equal
 * @param n effective observations
 */
export function tiltedRange(spread: readonly number[], direction: readonly number[], n: number, z: number): Interval {
  const scale = direction.reduce((most, place) => Math.max(most, Math.abs(place)), 0);
  const unit = direction.map((place) => place / scale);
  const here = moments(spread, unit);
  const isNear = (theta: number): boolean => {
    const there = moments(tilted(spread, unit, theta), unit);
    return (there.mean - here.mean) ** 2 <= (z * z * there.variance) / n;
  };
  const ends = [-1, 1].map((side) => tilted(spread, unit, edge(isNear, side)));
  const entropies = ends.map(entropy);
  const first = spread.indexOf(Math.max(...spread));
  const last = spread.indexOf(Math.min(...spread));
  // The two most unlike options change places where the even spread lies between the ends.
  const crosses = ends.some((end) => (end[first] as number) <= (end[last] as number));
  return { low: Math.min(...entropies), high: crosses ? log2(spread.length) : Math.max(...entropies, entropy(spread)) };
}

/** The farthest θ on one side that is still near, by doubling and halving. */
function edge(isNear: (theta: number) => boolean, side: number): number {
  let inside = 0;
  let outside = side;
  while (isNear(outside) && Math.abs(outside) < 512) {
    inside = outside;
    outside *= 2;
  }
  for (let step = 0; step < STEPS; step++) {
    const middle = (inside + outside) / 2;
    if (isNear(middle)) inside = middle;
    else outside = middle;
  }
  return inside;
}

function tilted(spread: readonly number[], unit: readonly number[], theta: number): number[] {
  const raised = spread.map((share, index) => share * Math.exp(theta * (unit[index] as number)));
  const total = raised.reduce((sum, value) => sum + value, 0);
  return raised.map((value) => value / total);
}

function moments(spread: readonly number[], unit: readonly number[]): { mean: number; variance: number } {
  const mean = spread.reduce((sum, share, index) => sum + share * (unit[index] as number), 0);
  const variance = spread.reduce((sum, share, index) => sum + share * ((unit[index] as number) - mean) ** 2, 0);
  return { mean, variance };
}

function entropy(spread: readonly number[]): number {
  return spread.reduce((sum, share) => sum - (share > 0 ? share * log2(share) : 0), 0);
}
