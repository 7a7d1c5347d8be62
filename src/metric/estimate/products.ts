import type { RatioMetric, Term } from '../family.js';

/** What a ratio is made of: two sums of totals. */
export type Ratio = Pick<RatioMetric, 'over' | 'under'>;

/** Names a column of group sums, the same for the same column. */
export function columnName({ arm, quantity }: Term): string {
  return quantity === 'weight' ? 'weight' : `${quantity} of ${arm}`;
}

/** The products of columns that a ratio's standard error needs, by name, without repetition. */
export function pairsOf(ratios: readonly Ratio[]): ReadonlyMap<string, readonly [Term, Term]> {
  const pairs = new Map<string, readonly [Term, Term]>();
  for (const { over, under } of ratios) {
    const terms = [...over, ...under];
    for (const one of terms) for (const other of terms) pairs.set(pairName(one, other), [one, other]);
  }
  return pairs;
}

/** Names the product of two columns, whichever comes first. */
export function pairName(one: Term, other: Term): string {
  const names = [columnName(one), columnName(other)];
  return names.sort().join(' × ');
}

/**
 * The sum over groups of the square of a sum of columns, from their products. What doesn't count must not make it unknown.
 *
 * @param times how often each column counts
 * @param product of two of the columns, by their places
 */
export function squareOf(times: readonly number[], product: (one: number, other: number) => number): number {
  let sum = 0;
  for (let one = 0; one < times.length; one++) {
    for (let other = 0; other < times.length; other++) {
      const both = (times[one] as number) * (times[other] as number);
      if (both !== 0) sum += both * product(one, other);
    }
  }
  return sum;
}
