import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSingle, narrow } from '../../src/recording/narrow.js';
import { rowBlocks } from '../../src/recording/row-blocks.js';

/** Numbers at the borders of every kind that they may be held as. */
const borders = [
  0,
  -0,
  Number.NaN,
  127,
  128,
  -128,
  -129,
  32_767,
  32_768,
  2 ** 24,
  2 ** 24 + 1,
  2 ** 31 - 1,
  2 ** 31,
  0.5,
  0.1,
  2 ** 53,
];
const numbers = fc.oneof(fc.constantFrom(...borders), fc.double());

describe('narrow', () => {
  it('holds every number exactly, and says whether single precision would', () => {
    fc.assert(
      fc.property(fc.array(numbers, { maxLength: 12 }), (all) => {
        const held = narrow(Float64Array.from(all.flatMap((one) => [7, one])), 1, 2, all.length);
        const got = typeof held === 'number' ? all.map(() => held) : [...held];
        expect(got).toEqual(all);
        expect(isSingle(held)).toBe(all.every((one) => Object.is(Math.fround(one), one)) && !(held instanceof Int32Array));
      }),
    );
  });

  it.each([
    [[5, 5], Number],
    [[1, -128], Int8Array],
    [[1, 128], Int16Array],
    [[1, 2 ** 24], Float32Array],
    [[1, Number.NaN], Float32Array],
    [[0, -0], Float32Array],
    [[1, 2 ** 24 + 1], Int32Array],
    [[1, 2 ** 31], Float32Array],
    [[1, 2 ** 31 + 1], Float64Array],
    [[1, 0.1], Float64Array],
  ])('holds %j as the narrowest kind', (all, kind) => {
    expect(narrow(Float64Array.from(all), 0, 1, all.length).constructor).toBe(kind);
  });
});

describe('rowBlocks', () => {
  it('gives back what was put in, however many rows', () => {
    const valueAt = (row: number, field: number): number =>
      [row, row % 7, 3, row / 8, row < 8192 ? 1 : 2 ** 40 + row][field] as number;
    const rows = rowBlocks(5);
    const count = 20_000;
    for (let row = 0; row < count; row++) {
      const { block, at } = rows.add();
      for (let field = 0; field < 5; field++) block[at + field] = valueAt(row, field);
    }
    expect(rows.size()).toBe(count);
    const order = Uint32Array.from({ length: count }, (_, at) => (at * 7919) % count);
    for (const field of [0, 1, 2, 3, 4]) {
      const expected = Array.from(order, (row) => valueAt(row, field));
      expect([...rows.gather(order, field, new Float64Array(count))]).toEqual(expected);
      expect(Array.from(order.subarray(0, 99), (row) => rows.get(row, field))).toEqual(expected.slice(0, 99));
    }
    expect([0, 1, 2, 3, 4].map((field) => rows.isSingle(field))).toEqual([true, true, true, true, false]);
    expect([0, 1, 2, 3, 4].map((field) => rows.isAlways(field, 3))).toEqual([false, false, true, false, false]);
  });
});
