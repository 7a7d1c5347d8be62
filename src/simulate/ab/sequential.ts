import { alwaysValidInterval, alwaysValidP } from '../../stats/always-valid.js';
import { normalQuantile } from '../../stats/normal.js';

/** Visits in each arm before the first look: fewer are not near enough to normal. */
const LEAST_VISITS = 100;

/** What one look, or a whole test, says of a difference (B less A). */
export interface Looked {
  /** Place in the order of visits; -1 where nobody could look yet. */
  readonly at: number;
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  /** The smallest so far. */
  readonly p: number;
  readonly visits: readonly [a: number, b: number];
}

/** When a test looks, and how sure it wants to be. */
export interface LookPlan {
  /** After every so many visits. */
  readonly everyVisits: number;
  readonly tau: number;
  readonly alpha: number;
}

/**
 * Goes through visits and looks as planned, until told to stop. Values that are not known are left out; while they vary in neither arm
 * nobody looks, since then nothing is known of their spread.
 */
export function lookAt(
  values: Float64Array,
  inB: (place: number) => boolean,
  { everyVisits, tau, alpha }: LookPlan,
  stop: (looked: Looked, naiveP: boolean) => boolean,
): Looked | null {
  const count = [0, 0];
  const mean = [0, 0];
  const squares = [0, 0];
  let p = 1;
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
    const [sa, sb] = squares as [number, number];
    const squaredError = sa / (na * (na - 1)) + sb / (nb * (nb - 1));
    if (!(squaredError > 0)) continue;
    const difference = (mean[1] as number) - (mean[0] as number);
    p = Math.min(p, alwaysValidP(difference, squaredError, tau));
    last = { at: place, difference, ...alwaysValidInterval(difference, squaredError, tau, alpha), p, visits: [na, nb] };
    if (stop(last, difference * difference > z * z * squaredError)) return last;
  }
  return last;
}
