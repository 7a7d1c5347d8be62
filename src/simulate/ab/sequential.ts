import type { AbMetric, Looked } from '../../domain/ab.js';
import { alwaysValidInterval, alwaysValidP } from '../../stats/always-valid.js';
import { normalQuantile } from '../../stats/normal.js';

/** Visits in each arm before the first look: fewer are not near enough to normal. */
export const LEAST_VISITS = 100;

/** When a test looks, and how sure it wants to be. */
export interface LookPlan {
  /** After every so many visits. */
  readonly everyVisits: number;
  readonly tau: number;
  readonly alpha: number;
  /** Whether values are shares, 0 to 1. */
  readonly shares: boolean;
}

/** Costs have no upper end; the others are shares of something. */
export function isShare(metric: AbMetric): boolean {
  return metric !== 'cost';
}

/**
 * Sum of squares about the mean. Shares get two values more, a 0 and a 1 (Agresti & Caffo 2000, "Simple and effective confidence
 * intervals for proportions and differences of proportions result from adding two successes and two failures", The American
 * Statistician 54(4): one of each an arm), so that a share that was always 1 is not taken for one that can't be anything else. Those
 * add (n (m² + (1 − m)²) + 1) ÷ (n + 2).
 */
export function squaresOf(n: number, mean: number, squares: number, shares: boolean): number {
  return shares ? squares + (n * (mean * mean + (1 - mean) * (1 - mean)) + 1) / (n + 2) : squares;
}

/**
 * Goes through visits and looks as planned, until told to stop. Values that are not known are left out; while costs vary in neither arm
 * nobody looks, since then nothing is known of their spread.
 */
export function lookAt(
  values: Float64Array,
  inB: (place: number) => boolean,
  { everyVisits, tau, alpha, shares }: LookPlan,
  stop: (looked: Looked, naiveP: boolean) => boolean,
): Looked | null {
  const count = [0, 0];
  const mean = [0, 0];
  const squares = [0, 0];
  let p = 1;
  let low = Number.NEGATIVE_INFINITY;
  let high = Number.POSITIVE_INFINITY;
  let last: Looked | null = null;
  const z = normalQuantile(1 - alpha / 2);
  for (let place = 0; place < values.length; place++) {
    const value = values[place] as number;
    if (!Number.isNaN(value)) {
      const arm = inB(place) ? 1 : 0;
      const n = (count[arm] as number) + 1;
      const off = value - (mean[arm] as number);
      count[arm] = n;
      mean[arm] = (mean[arm] as number) + off / n;
      squares[arm] = (squares[arm] as number) + off * (value - (mean[arm] as number));
    }
    if ((place + 1) % everyVisits !== 0 && place + 1 < values.length) continue;
    const [na, nb] = count as [number, number];
    if (Math.min(na, nb) < LEAST_VISITS) continue;
    const [ma, mb] = mean as [number, number];
    const [sa, sb] = squares as [number, number];
    const squaredError = squaresOf(na, ma, sa, shares) / (na * (na - 1)) + squaresOf(nb, mb, sb, shares) / (nb * (nb - 1));
    if (!(squaredError > 0)) continue;
    const difference = mb - ma;
    p = Math.min(p, alwaysValidP(difference, squaredError, tau));
    const interval = alwaysValidInterval(difference, squaredError, tau, alpha);
    low = Math.max(low, interval.low);
    high = Math.min(high, interval.high);
    last = { at: place, difference, low, high, p, visits: [na, nb] };
    if (stop(last, difference * difference > z * z * squaredError)) return last;
  }
  return last;
}
