import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { entryDots } from '../../../src/router/predictor/stored-requests.js';
import { type EntryRows, wholeDots } from '../../../src/router/predictor/whole-dots.js';
import { push, type SparseVector, sparseVector } from '../../../src/router/space/vector.js';

/** Dense rows as entries: zeros are left out. */
function entriesOf(rows: readonly (readonly number[])[]): EntryRows {
  const [offsets, columns, values]: [number[], number[], number[]] = [[0], [], []];
  for (const row of rows) {
    row.forEach((value, column) => {
      if (value === 0) return;
      columns.push(column);
      values.push(value);
    });
    offsets.push(columns.length);
  }
  return { offsets, columns, values };
}

function vectorOf(numbers: readonly number[]): SparseVector {
  const vector = sparseVector();
  numbers.forEach((value, column) => {
    if (value !== 0) push(vector, column, value);
  });
  return vector;
}

afterEach(() => vi.unstubAllGlobals());

describe('dot products of whole numbers with many rows', () => {
  it('are those of a hand-worked example', () => {
    const dots = wholeDots(
      entriesOf([
        [1, 2, 3],
        [4, -5, 6],
        [-7, 8, 9],
        [1, 1, 1],
        [2, 2, -2],
      ]),
      3,
      100,
    );
    // 10 + 40 + 90, 40 − 100 + 180, …
    expect([...(dots?.of(vectorOf([10, 20, 30])) ?? [])]).toEqual([140, 120, 360, 60, 0]);
    // Nothing is left of the vector before.
    expect([...(dots?.of(vectorOf([0, 0, -1])) ?? [])]).toEqual([-3, -6, -9, -1, 2]);
  });

  it('are those that a walk over entries gives, to the bit', () => {
    const rowsOf = (columns: number) =>
      fc.record({
        columns: fc.constant(columns),
        // Most columns have a value, at the ends of what bytes hold too.
        rows: fc.array(fc.array(fc.integer({ min: -127, max: 127 }), { minLength: columns, maxLength: columns }), {
          minLength: 1,
          maxLength: 150,
        }),
        vectors: fc.array(fc.array(fc.integer({ min: -16384, max: 16384 }), { minLength: columns, maxLength: columns }), {
          minLength: 1,
          maxLength: 3,
        }),
      });
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 20 }).chain(rowsOf), ({ columns, rows, vectors }) => {
        const entries = entriesOf(rows);
        const fast = wholeDots(entries, columns, 2 ** 15 - 1);
        fc.pre(fast !== null);
        const plain = entryDots(entries, columns);
        for (const numbers of vectors) {
          const vector = vectorOf(numbers);
          expect(Array.from(fast?.of(vector) ?? [])).toEqual(Array.from(plain(vector)));
        }
      }),
    );
  });

  it('are told by blocks: whether any is above a number', () => {
    const rows = Array.from({ length: 200 }, (_, row) => [row % 100, -1]);
    const dots = wholeDots(entriesOf(rows.map(([a = 0, b = 0]) => [a + 1, b])), 2, 1000);
    // Row 99 comes to 100 · 2 − 1, every other to less; row 199 to as much.
    const found = dots?.of(vectorOf([2, 1])) ?? [];
    expect([found[0], found[99], found[100], found[199]]).toEqual([1, 199, 1, 199]);
    const blocks = [0, 64, 128, 192];
    expect(dots?.block).toBe(64);
    expect(blocks.map((from) => dots?.anyAbove(from, 198))).toEqual([false, true, false, true]);
    expect(blocks.map((from) => dots?.anyAbove(from, 199))).toEqual([false, false, false, false]);
    // Products below 0 are above nothing.
    dots?.of(vectorOf([-2, 1]));
    expect(blocks.map((from) => dots?.anyAbove(from, 0))).toEqual([false, false, false, false]);
  });

  it('are not made for rows that are sparse, or of numbers greater than fit', () => {
    expect(wholeDots(entriesOf([[1, 128]]), 2, 10)).toBeNull();
    expect(wholeDots(entriesOf([[1, 127]]), 2, 10)).not.toBeNull();
    expect(
      wholeDots(
        entriesOf([
          [1, 0, 0, 0],
          [0, 1, 0, 0],
        ]),
        4,
        10,
      ),
    ).toBeNull();
    expect(wholeDots(entriesOf([[1, 1]]), 2, 2 ** 15)).toBeNull();
    expect(wholeDots(entriesOf([]), 2, 10)).toBeNull();
  });

  it('are left to the walk where there is no WebAssembly', () => {
    vi.stubGlobal('WebAssembly', undefined);
    expect(wholeDots(entriesOf([[1, 1]]), 2, 10)).toBeNull();
  });
});
