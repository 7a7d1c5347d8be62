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

/** The sum over groups of the square of a sum of columns, from their products. What doesn't count must not make it unknown. */
export function squareOf(terms: readonly Term[], product: (one: Term, other: Term) => number): number {
  let sum = 0;
  for (const one of terms) {
    for (const other of terms) {
      const times = one.times * other.times;
      if (times !== 0) sum += times * product(one, other);
    }
  }
  return sum;
}
