import type { Quantity } from '../family.js';

/** A linear form over a group's cost of the arm itself, cost of the reference, and weight. */
export type CostForm = readonly [self: number, reference: number, weight: number];

/** Second moments of costs over groups: what the standard error of a ratio of two forms is made of. */
export interface CostMoments {
  /** The arm whose products with every other are kept. */
  readonly reference: number;
  /** Σ over groups of the square of a form of one arm, on a replicate or (null) on the part itself. NaN where a cost is unknown. */
  square(arm: number, form: CostForm, replicate: number | null): number;
}

interface CostProducts {
  /** Columns to resample with the others. */
  readonly columns: readonly Float64Array[];
  moments(read: (column: number, replicate: number | null) => number): CostMoments;
}

/** Products by group of every arm's cost with itself, the reference's and the weight. Arms without a cost column are unknown. */
export function costProducts(
  arms: readonly ReadonlyMap<Quantity, Float64Array | null>[],
  weight: Float64Array,
  reference: number,
): CostProducts {
  const zero = new Float64Array(weight.length);
  const unknown = new Float64Array(weight.length).fill(Number.NaN);
  const costOf = (arm: number): Float64Array => {
    const column = arms[arm]?.get('cost');
    return column === null ? zero : (column ?? unknown);
  };
  const other = costOf(reference);
  const columns = [
    product(other, other),
    product(other, weight),
    product(weight, weight),
    ...arms.flatMap((_, arm) => [costOf(arm)].flatMap((own) => [product(own, own), product(own, other), product(own, weight)])),
  ];
  return {
    columns,
    moments: (read) => ({
      reference,
      square(arm, [a, r, w], replicate) {
        const own = 3 + 3 * arm;
        const term = (factor: number, column: number): number => (factor === 0 ? 0 : factor * read(column, replicate));
        const squares = term(a * a, own) + term(r * r, 0) + term(w * w, 2);
        // What doesn't take part must not make the sum unknown.
        return squares + 2 * (term(a * r, own + 1) + term(a * w, own + 2) + term(r * w, 1));
      },
    }),
  };
}

function product(one: Float64Array, other: Float64Array): Float64Array {
  return one.map((value, group) => value * (other[group] as number));
}
