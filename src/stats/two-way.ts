import { hash32 } from './hash.js';
import { poisson1 } from './poisson.js';

/** Values of a table that is resampled both ways: rows (walks) and columns (blocks of time). */
export interface TwoWaySpec {
  readonly seed: number;
  readonly replicates: number;
  readonly rows: number;
  readonly columns: number;
}

/** Keeps the weights of columns apart from those of rows. */
const COLUMN_STREAM = 0x636f6c73;

/**
 * Weighted totals of tables under the pigeonhole bootstrap (Owen 2007, "The pigeonhole bootstrap"): rows and columns get Poisson(1)
 * weights of their own, and a cell counts the product. Neither what walks have in common nor what blocks have in common is taken
 * for news. A single row or column always counts once.
 *
 * @param tables each of rows × columns values, row by row
 * @returns one array of length `replicates` a table
 */
export function twoWayTotals({ seed, replicates, rows, columns }: TwoWaySpec, tables: readonly Float64Array[]): Float64Array[] {
  const totals = tables.map(() => new Float64Array(replicates));
  const weightOf = (stream: number, index: number, replicate: number, of: number): number =>
    of < 2 ? 1 : poisson1(hash32(seed ^ stream, index, replicate));
  for (let replicate = 0; replicate < replicates; replicate++) {
    const across = Float64Array.from({ length: columns }, (_, column) => weightOf(COLUMN_STREAM, column, replicate, columns));
    for (let row = 0; row < rows; row++) {
      const weight = weightOf(0, row, replicate, rows);
      if (weight === 0) continue;
      for (let table = 0; table < tables.length; table++) {
        const values = tables[table] as Float64Array;
        let sum = 0;
        for (let column = 0; column < columns; column++)
          sum += (across[column] as number) * (values[row * columns + column] as number);
        const total = totals[table] as Float64Array;
        total[replicate] = (total[replicate] as number) + weight * sum;
      }
    }
  }
  return totals;
}
