import { exponential, PURPOSE } from '../chance.js';
import type { Rate } from './rate.js';

/** Times of visits one after another; Infinity when there are no more. */
export type NextArrival = () => number;

/**
 * Arrivals at a changing rate, by time change: visit n comes when the rate's integral reaches the sum of n unit steps, which are
 * exponential for a Poisson process and 1 for evenly spaced arrivals (Çinlar 1975, Introduction to Stochastic Processes, §4.7). The steps
 * do not depend on the rate, so the n-th visit is the same one in every scenario.
 */
export function arrivalsAt({ endMs, perMs }: Rate, kind: 'poisson' | 'constant', seed: number): NextArrival {
  let stretch = 0;
  let at = 0;
  let visit = 0;
  return () => {
    let work = kind === 'constant' ? 1 : exponential(seed, PURPOSE.arrival, visit, 0);
    visit++;
    while (stretch < endMs.length) {
      const rate = perMs[stretch] as number;
      const end = endMs[stretch] as number;
      const room = rate * (end - at);
      if (work < room) {
        at += work / rate;
        return at;
      }
      work -= room;
      at = end;
      stretch++;
    }
    return Number.POSITIVE_INFINITY;
  };
}

/**
 * The dataset's own rhythm: rows sorted by their time, from the first one's on, `speed` times as fast, over and over (a mean gap between
 * one pass and the next) until the end.
 *
 * @param sortedMs times of arrival, ascending, at least one
 */
export function recordedArrivals(sortedMs: Float64Array, speed: number, lengthMs: number): NextArrival {
  const first = sortedMs[0] as number;
  const span = ((sortedMs[sortedMs.length - 1] as number) - first) / speed;
  const pass = sortedMs.length > 1 ? span + span / (sortedMs.length - 1) : Number.POSITIVE_INFINITY;
  let visit = 0;
  return () => {
    const place = visit % sortedMs.length;
    const turn = Math.floor(visit / sortedMs.length);
    visit++;
    // No second pass where all come at once: there would be no end of them.
    if (turn > 0 && !(pass > 0 && pass < Number.POSITIVE_INFINITY)) return Number.POSITIVE_INFINITY;
    const at = ((sortedMs[place] as number) - first) / speed + (turn === 0 ? 0 : turn * pass);
    return at < lengthMs ? at : Number.POSITIVE_INFINITY;
  };
}
