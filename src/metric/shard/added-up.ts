import type { Movement } from '../estimate/movement.js';
import { columnName, pairName } from '../estimate/products.js';
import { QUANTITIES, type Quantity, type Term, type Totals } from '../family.js';
import { type ProductTotals, type ResampledTotals, slotKey } from '../resampled.js';
import { exactParts, valuesOf } from './exact-parts.js';
import { BLOCKS, type ExactColumn } from './exact-totals.js';
import { type ShardTotals, WEIGHT } from './shard-totals.js';

/** A column as the numbers nearest to its sums. */
interface Column {
  readonly point: number;
  readonly replicates: Float64Array;
  readonly blocks: Float64Array;
}

/** What estimates are made from, out of the sums of all shards. */
export function addedUp(
  { groups, columns }: ShardTotals,
  { seed, replicates }: { readonly seed: number; readonly replicates: number },
  movement: (terms: readonly Term[]) => Movement,
): ResampledTotals {
  const known = new Map<ExactColumn, Column>();
  const columnOf = (name: string): Column | null | undefined => {
    const exact = columns.get(name);
    if (exact === undefined || exact === null) return exact;
    const column = known.get(exact) ?? readColumn(exact, replicates);
    known.set(exact, column);
    return column;
  };
  const weight = columnOf(columnName(WEIGHT)) as Column;
  const slots = slotsOf(columns, columnOf);
  const view = (read: (column: Column) => number): Totals => ({
    weight: read(weight),
    of(arm, quantity) {
      const column = slots.get(slotKey(arm, quantity));
      return column === undefined ? Number.NaN : column === null ? 0 : read(column);
    },
  });
  return {
    replicates,
    groups,
    seed,
    point: view(({ point }) => point),
    replicate: (index) => view((column) => column.replicates[index] as number),
    blocks: BLOCKS,
    without: (block) => view(({ point, blocks }) => point - (blocks[block] as number)),
    movement,
    products: productsOf(columns, columnOf),
  };
}

function readColumn({ replicates, blocks }: ExactColumn, size: number): Column {
  return { replicates: valuesOf(replicates, size), blocks: valuesOf(blocks, BLOCKS), point: wholeOf(blocks) };
}

/** All blocks together: added up in their parts, and rounded once. */
function wholeOf({ exponent, parts }: ExactColumn['blocks']): number {
  const sums = parts.map((part) => Float64Array.of(part?.reduce((sum, value) => sum + value, 0) ?? 0));
  return valuesOf(exactParts(exponent, sums), 1)[0] as number;
}

function slotsOf(
  columns: ShardTotals['columns'],
  columnOf: (name: string) => Column | null | undefined,
): ReadonlyMap<number, Column | null> {
  const slots = new Map<number, Column | null>();
  for (const name of columns.keys()) {
    const [quantity, arm] = name.includes(' × ') ? [] : name.split(' of ');
    const column = columnOf(name);
    if (arm === undefined || column === undefined || !QUANTITIES.includes(quantity as Quantity)) continue;
    slots.set(slotKey(Number(arm), quantity as Quantity), column);
  }
  return slots;
}

function productsOf(
  columns: ShardTotals['columns'],
  columnOf: (name: string) => Column | null | undefined,
): ProductTotals | null {
  if (![...columns.keys()].some((name) => name.includes(' × '))) return null;
  return {
    between(one, other) {
      const column = columnOf(pairName(one, other));
      if (column === undefined) return null;
      if (column === null) return () => 0;
      return (replicate) => (replicate === null ? column.point : (column.replicates[replicate] as number));
    },
  };
}
