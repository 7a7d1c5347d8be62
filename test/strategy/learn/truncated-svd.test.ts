import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { plainSubspace, type SparseRows } from '../../../src/strategy/learn/subspace.js';
import { subspaceLanes } from '../../../src/strategy/learn/subspace-lanes.js';
import { symmetricEigen, truncatedSvd } from '../../../src/strategy/learn/truncated-svd.js';

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

describe('subspaces', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('come to the same bits by plain loops and by WebAssembly, whatever vectors depend on each other', () => {
    // Entries that repeat make rows, and with them vectors, depend on each other.
    const entry = fc.oneof(fc.constantFrom(0, 0, 0, 1, -1), fc.double({ min: -2, max: 2, noNaN: true }));
    const rows = fc.integer({ min: 1, max: 17 }).chain((width) =>
      fc.array(fc.oneof(fc.array(entry, { minLength: width, maxLength: width }), fc.constant(new Array<number>(width).fill(1))), {
        minLength: 1,
        maxLength: 20,
      }),
    );
    const numbers = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: 20, maxLength: 40 });
    fc.assert(
      fc.property(rows, numbers, fc.integer({ min: 1, max: 27 }), fc.nat({ max: 3 }), (rows, numbers, count, rounds) => {
        const matrix = sparse(rows);
        const start = Array.from({ length: count }, (_, which) =>
          Float64Array.from({ length: matrix.width }, (__, i) => numbers[(7 * which + 3 * i) % numbers.length] as number),
        );
        const fast = subspaceLanes(matrix, start, rounds);
        if (fast === null) throw new Error('this host has no WebAssembly SIMD, and nothing was tested');
        expect(fast).toEqual(plainSubspace(matrix, start, rounds));
      }),
      { numRuns: 200 },
    );
  });

  it('are made by plain loops where the host has no WebAssembly', () => {
    const matrix = sparse([
      [3, 1, 0],
      [0, 2, 1],
    ]);
    const here = truncatedSvd(matrix, 2, 1);
    vi.stubGlobal('WebAssembly', undefined);
    expect(subspaceLanes(matrix, [Float64Array.of(1, 0, 0)], 1)).toBe(null);
    expect(truncatedSvd(matrix, 2, 1)).toEqual(here);
  });
});

describe('symmetricEigen', () => {
  it('gives 1, 2 and 4 for a matrix worked by hand', () => {
    const { values, order } = symmetricEigen([Float64Array.of(2, 1, 0), Float64Array.of(1, 3, 1), Float64Array.of(0, 1, 2)]);
    expect(order.map((which) => Math.round((values[which] as number) * 1e12) / 1e12)).toEqual([4, 2, 1]);
  });
});
