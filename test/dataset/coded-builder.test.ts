import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codedBuilder } from '../../src/dataset/coded-builder.js';
import { codedColumn } from '../../src/domain/column.js';
import type { Scalar } from '../../src/domain/json.js';

describe('codedBuilder', () => {
  it('makes the column that codedColumn makes of the same values', () => {
    const value = fc.option(
      fc.oneof(fc.constantFrom<Scalar>('a', 'a longer text than most', 1, true, null), fc.string({ unit: 'binary' })),
      { nil: undefined },
    );
    fc.assert(
      fc.property(fc.array(value), (values) => {
        const builder = codedBuilder<Scalar>();
        values.forEach((one, row) => {
          if (one !== undefined) builder.set(row, one);
        });
        expect(builder.done(values.length)).toEqual(codedColumn(values));
      }),
    );
  });

  it('leaves rows it was not told of missing, far beyond its first memory', () => {
    const builder = codedBuilder<string>();
    for (let row = 0; row < 5000; row += 1000) builder.set(row, `at ${row}`);
    const { codes, values } = builder.done(6000);
    expect(values).toEqual(['at 0', 'at 1000', 'at 2000', 'at 3000', 'at 4000']);
    expect(codes.every((code, row) => code === (row % 1000 === 0 && row < 5000 ? row / 1000 : -1))).toBe(true);
  });
});
