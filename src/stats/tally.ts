import { addExactly, type ExactSum, exactValue } from './exact-sum.js';

/** Sums and counts by name, without rounding: parts of a whole add up to the same in any order. */
export type Tally = Map<string, ExactSum>;

/** The sum of a name, to be added to: loops look it up once. */
export function sumIn(tally: Tally, name: string): ExactSum {
  const sum = tally.get(name) ?? [];
  tally.set(name, sum);
  return sum;
}

/** Adds to the sum of a name. */
export function addTo(tally: Tally, name: string, value: number): void {
  addExactly(sumIn(tally, name), value);
}

/** The sum of a name; 0 where nothing was added. */
export function tallied(tally: Tally, name: string): number {
  return exactValue(tally.get(name) ?? []);
}

/** Adds all of another tally. */
export function addTally(into: Tally, from: Tally): void {
  for (const [name, sum] of from) for (const value of sum) addTo(into, name, value);
}
