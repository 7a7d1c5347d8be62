import type { Results } from '../../domain/results.js';
import { PICO } from '../../metric/family.js';
import { groupSums } from '../../metric/part.js';
import type { ArmSums } from '../../metric/resampled.js';
import type { QueryView } from './what-if/query-view.js';

type Summed = 'quality' | 'cost';

/** Sums of rows by group, made once: resampling knows a column that comes again. */
export interface RowSums {
  /** As a run sums them; a column that is zero throughout is none. */
  of(row: number, quantities: readonly Summed[]): ArmSums;
  /** Means over the part; cost in the cost unit. NaN where not known. */
  points(row: number): { readonly quality: number; readonly cost: number };
}

export function openSums({ rows }: Pick<Results, 'rows'>, view: QueryView): RowSums {
  const held = new Map<string, Float64Array>();
  const made = (name: string, make: () => Float64Array): Float64Array => {
    const known = held.get(name) ?? make();
    held.set(name, known);
    return known;
  };
  const columnOf = (row: number, quantity: Summed): Float64Array =>
    made(`${quantity} of ${row}`, () => {
      const own = view.columns.row(row);
      const column = quantity === 'quality' ? own.quality : own.costPico;
      return groupSums(view.part, (query) => column[query] as number);
    });
  const total = (column: Float64Array): number => column.reduce((sum, value) => sum + value, 0);
  const points = rows.map((): { quality: number; cost: number } | null => null);
  return {
    of: (row, quantities) =>
      new Map(
        quantities.map((quantity) => {
          const column = columnOf(row, quantity);
          return [quantity, column.every((sum) => sum === 0) ? null : column];
        }),
      ),
    points(row) {
      const weight = total(made('weight', () => groupSums(view.part, () => 1)));
      points[row] ??= {
        quality: total(columnOf(row, 'quality')) / weight,
        cost: (total(columnOf(row, 'cost')) / weight) * PICO,
      };
      return points[row] as { quality: number; cost: number };
    },
  };
}
