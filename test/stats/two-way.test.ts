import { describe, expect, it } from 'vitest';
import { hash32 } from '../../src/stats/hash.js';
import { percentileInterval } from '../../src/stats/interval.js';
import { twoWayTotals } from '../../src/stats/two-way.js';

describe('twoWayTotals', () => {
  it('weighs a cell by the product of its row’s and its column’s weight', () => {
    const spec = { seed: 3, replicates: 50, rows: 3, columns: 4 };
    const ones = new Float64Array(12).fill(1);
    const rowOnly = Float64Array.from({ length: 12 }, (_, cell) => (cell < 4 ? 1 : 0));
    const columnOnly = Float64Array.from({ length: 12 }, (_, cell) => (cell % 4 === 0 ? 1 : 0));
    const corner = Float64Array.from({ length: 12 }, (_, cell) => (cell === 0 ? 1 : 0));
    const [all, row, column, cell] = twoWayTotals(spec, [ones, rowOnly, columnOnly, corner]) as [
      Float64Array,
      Float64Array,
      Float64Array,
      Float64Array,
    ];
    // u₀v₀ · ΣuΣv = u₀Σv · v₀Σu
    all.forEach((total, at) => {
      expect((cell[at] as number) * total).toBe((row[at] as number) * (column[at] as number));
    });
    expect(new Set(all).size).toBeGreaterThan(10);
  });

  it('has nothing to resample in a single cell', () => {
    expect(twoWayTotals({ seed: 1, replicates: 30, rows: 1, columns: 1 }, [Float64Array.of(5)])[0]).toEqual(
      new Float64Array(30).fill(5),
    );
  });

  it('does not take twenty walks over the same blocks for twenty times the data', () => {
    const blocks = Float64Array.from({ length: 25 }, (_, block) => hash32(5, block, 0) / 2 ** 32);
    const widthOf = (walks: number): number => {
      const values = Float64Array.from({ length: walks * 25 }, (_, cell) => blocks[cell % 25] as number);
      const spec = { seed: 9, replicates: 400, rows: walks, columns: 25 };
      const [sum, count] = twoWayTotals(spec, [values, values.map(() => 1)]) as [Float64Array, Float64Array];
      const interval = percentileInterval(
        sum.map((total, at) => total / (count[at] as number)),
        0.95,
      );
      return (interval?.high ?? 0) - (interval?.low ?? 0);
    };
    expect(widthOf(20) / widthOf(1)).toBeGreaterThan(0.9);
  });
});
