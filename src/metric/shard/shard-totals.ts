import { columnName, pairsOf, type Ratio } from '../estimate/products.js';
import type { Term } from '../family.js';
import { groupSums, type Part } from '../part.js';
import type { ArmSums } from '../resampled.js';
import { addedColumn, type ExactColumn, exactTotals, type ScaledColumn } from './exact-totals.js';
import { exponentOf, productExponent } from './scale.js';

/** What the arms of a shard come to: columns by name, null where zero throughout. */
export interface ShardTotals {
  readonly groups: number;
  readonly columns: ReadonlyMap<string, ExactColumn | null>;
}

export interface ShardResampling {
  readonly seed: number;
  readonly replicates: number;
  /** Whose products are kept; null for none (see `FEW_GROUPS`). */
  readonly ratios: readonly Ratio[] | null;
}

/** The weight of the groups. */
export const WEIGHT: Term = { arm: 0, quantity: 'weight', times: 1 };

/** Sums up a shard's arms; what `resampled` does for a whole part, but for sums that add up over shards. */
export function shardTotals(arms: readonly ArmSums[], part: Part, { seed, replicates, ratios }: ShardResampling): ShardTotals {
  const sums = new Map<string, Float64Array | null>([[columnName(WEIGHT), groupSums(part, () => 1)]]);
  const scales = new Map<string, number>([[columnName(WEIGHT), exponentOf('weight')]]);
  const keep = (name: string, values: Float64Array | null, exponent: number): void => {
    sums.set(name, values);
    scales.set(name, exponent);
  };
  arms.forEach((own, arm) => {
    for (const [quantity, values] of own) keep(columnName({ arm, quantity, times: 1 }), values, exponentOf(quantity));
  });
  for (const [name, [one, other]] of pairsOf(ratios ?? [])) {
    const [a, b] = [sums.get(columnName(one)), sums.get(columnName(other))];
    if (a === undefined || b === undefined) continue;
    keep(
      name,
      a === null || b === null ? null : a.map((value, group) => value * (b[group] as number)),
      productExponent(one, other),
    );
  }
  const named = [...sums].flatMap(([name, values]) =>
    values === null ? [] : [{ name, values, exponent: scales.get(name) as number }],
  );
  const totals = exactTotals(named satisfies readonly ScaledColumn[], { seed, replicates, groupKeys: part.groupKeys });
  const found = new Map(named.map(({ name }, at) => [name, totals[at] as ExactColumn]));
  return {
    groups: part.groupKeys.length,
    columns: new Map([...sums.keys()].map((name) => [name, found.get(name) ?? null])),
  };
}

/** Two shards, or several already added up and one more. */
export function addedTotals(one: ShardTotals, other: ShardTotals): ShardTotals {
  const columns = new Map<string, ExactColumn | null>();
  // Names whose columns are one in both keep sharing one.
  const known = new Map<ExactColumn | null, Map<ExactColumn | null, ExactColumn | null>>();
  for (const [name, column] of one.columns) {
    const more = other.columns.get(name) ?? null;
    const sums = known.get(column) ?? new Map<ExactColumn | null, ExactColumn | null>();
    known.set(column, sums);
    const sum = sums.get(more) ?? addedColumns(column, more);
    sums.set(more, sum);
    columns.set(name, sum);
  }
  return { groups: one.groups + other.groups, columns };
}

function addedColumns(one: ExactColumn | null, other: ExactColumn | null): ExactColumn | null {
  if (one === null || other === null) return one ?? other;
  return addedColumn(one, other);
}
