import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type SparseRows, symmetricEigen, truncatedSvd } from '../../../src/strategy/learn/truncated-svd.js';

function sparse(rows: readonly (readonly number[])[]): SparseRows {
  const offsets = [0];
  const columns: number[] = [];
  const values: number[] = [];
  for (const row of rows) {
    row.forEach((value, column) => {
      if (value === 0) return;
      columns.push(column);
      values.push(value);
    });
    offsets.push(columns.length);
  }
  return {
    rows: rows.length,
    width: rows[0]?.length ?? 0,
    offsets: Uint32Array.from(offsets),
    columns: Int32Array.from(columns),
    values: Float64Array.from(values),
  };
}

describe('truncatedSvd', () => {
  it('finds the directions of a matrix worked by hand', () => {
    // [[3, 0], [0, 2], [0, 0]]: singular values 3 and 2 along the axes.
    const [first, second, ...none] = truncatedSvd(
      sparse([
        [3, 0],
        [0, 2],
        [0, 0],
      ]),
      2,
      1,
    );
    expect(none).toEqual([]);
    expect([...(first ?? [])].map((entry) => Math.round(entry * 1e9) / 1e9)).toEqual([1, 0]);
    expect([...(second ?? [])].map((entry) => Math.round(Math.abs(entry) * 1e9) / 1e9)).toEqual([0, 1]);
  });

  it('gives 1, √3 over their length for a matrix of rank one', () => {
    const [only, ...none] = truncatedSvd(
      sparse([
        [1, Math.sqrt(3)],
        [2, 2 * Math.sqrt(3)],
      ]),
      2,
      5,
    );
    expect(none).toEqual([]);
    expect(only?.[0]).toBeCloseTo(0.5, 12);
    expect(only?.[1]).toBeCloseTo(Math.sqrt(3) / 2, 12);
  });

  it('spans what an exact decomposition spans: the squared images add up to the leading eigenvalues', () => {
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.integer({ min: -9, max: 9 }), { minLength: 5, maxLength: 5 }), { minLength: 6, maxLength: 12 }),
        (rows) => {
          const directions = truncatedSvd(sparse(rows), 3, 7);
          const gram = [0, 1, 2, 3, 4].map((a) =>
            Float64Array.from([0, 1, 2, 3, 4], (b) =>
              rows.reduce((sum, row) => sum + (row[a] as number) * (row[b] as number), 0),
            ),
          );
          const { values, order } = symmetricEigen(gram);
          directions.forEach((vector, which) => {
            const image = rows.map((row) => row.reduce((sum, value, column) => sum + value * (vector[column] as number), 0));
            const squares = image.reduce((sum, value) => sum + value * value, 0);
            const eigenvalue = values[order[which] as number] as number;
            expect(Math.abs(squares - eigenvalue)).toBeLessThan(1e-6 * Math.max(1, eigenvalue));
          });
        },
      ),
      { numRuns: 50 },
    );
  });
});

describe('symmetricEigen', () => {
  it('gives 1, 2 and 4 for a matrix worked by hand', () => {
    const { values, order } = symmetricEigen([Float64Array.of(2, 1, 0), Float64Array.of(1, 3, 1), Float64Array.of(0, 1, 2)]);
    expect(order.map((which) => Math.round((values[which] as number) * 1e12) / 1e12)).toEqual([4, 2, 1]);
  });
});
