import type { Json } from '../../domain/json.js';
import type { ExploreStage } from '../config.js';
import type { Noted } from './learner.js';

/** Ratings by arm, older ones counting less: how many, and the sum of their rewards. */
export interface Tally {
  readonly n: readonly number[];
  readonly sum: readonly number[];
}

/** A tally for each category a request was classified as. */
export type Tallies = Readonly<Record<string, Tally>>;

/** The tally of a category; an empty one where nothing was rated yet. */
export function tallyOf(state: Json, task: string, arms: number): Tally {
  const tallies = state as unknown as Tallies;
  if (Object.hasOwn(tallies, task)) return tallies[task] as Tally;
  const none = new Array<number>(arms).fill(0);
  return { n: none, sum: none };
}

/** Mean reward of an arm: base + sum / (n + strength). */
export function meanOf({ n, sum }: Tally, arm: number, base: number, strength: number): number {
  return base + (sum[arm] as number) / ((n[arm] as number) + strength);
}

/** The allowed arm of the greatest mean, ties to the earlier. */
export function bestMean(tally: Tally, allowed: readonly number[], base: Float64Array, strength: number): number {
  let best = allowed[0] as number;
  let most = meanOf(tally, best, base[best] as number, strength);
  for (let i = 1; i < allowed.length; i++) {
    const arm = allowed[i] as number;
    const mean = meanOf(tally, arm, base[arm] as number, strength);
    if (mean <= most) continue;
    best = arm;
    most = mean;
  }
  return best;
}

/** The tallies after a rating: everything in the category is multiplied with `keep`, then the rating is added. */
export function counted(state: Json, { arm, task }: Noted, reward: number, { keep, over }: ExploreStage): Json {
  const { n, sum } = tallyOf(state, task, over.length);
  const after: Tally = {
    n: n.map((count, at) => count * keep + (at === arm ? 1 : 0)),
    sum: sum.map((total, at) => total * keep + (at === arm ? reward : 0)),
  };
  return { ...(state as unknown as Tallies), [task]: after } as unknown as Json;
}
