import { describe, expect, it } from 'vitest';
import { codedColumn } from '../../src/domain/column.js';
import { flipsToInsignificance, underFlips } from '../../src/experiment/label-flips.js';
import { otherHalfMeans } from '../../src/experiment/other-half.js';
import { crossedKeys, keysOf, quantileKeys } from '../../src/experiment/query-keys.js';
import { mcnemar } from '../../src/stats/mcnemar.js';

describe('label noise', () => {
  it('counts the flips that undo a significance', () => {
    // 6 against 0 has p = 2/2⁶ = 0.031, 5 against 0 p = 0.0625.
    expect(mcnemar(6, 0).pExact).toBeCloseTo(0.03125, 12);
    expect(flipsToInsignificance(10, 0, 0.05)).toBe(5);
    expect(flipsToInsignificance(0, 10, 0.05)).toBe(5);
    expect(flipsToInsignificance(5, 0, 0.05)).toBe(0);
    expect(flipsToInsignificance(0, 0, 0.05)).toBe(0);
  });

  it('shrinks a difference and widens its error when outcomes are graded the other way', () => {
    // 1 − 2·0.1 = 0.8; 0.8²·0.0004 + 2·0.1·0.9/500.
    const { difference, standardError } = underFlips(0.1, 0.0004, 500, 0.1);
    expect(difference).toBeCloseTo(0.08, 12);
    expect(standardError).toBeCloseTo(Math.sqrt(0.64 * 0.0004 + 0.18 / 500), 12);
    expect(underFlips(0.1, 0.0004, 500, 0)).toEqual({ difference: 0.1, standardError: 0.02 });
  });
});

describe('classes of queries', () => {
  it('are the values of a column, or the quantiles of many numbers', () => {
    expect(keysOf(codedColumn(['a', undefined, 'b', 'a']))).toEqual({ codes: Int32Array.of(0, -1, 1, 0), count: 2 });
    const many = keysOf(codedColumn(Array.from({ length: 40 }, (_, i) => 40 - i)));
    expect([many.count, Array.from(many.codes.slice(0, 4)), many.codes[39]]).toEqual([20, [19, 19, 18, 18], 0]);
  });

  it('keep equal numbers together and leave out what is not known', () => {
    expect(Array.from(quantileKeys(Float64Array.of(1, 1, 1, 9, Number.NaN), 2).codes)).toEqual([1, 1, 1, 1, -1]);
    expect(Array.from(quantileKeys(Float64Array.of(1, 2, 3, 4), 2).codes)).toEqual([0, 0, 1, 1]);
  });

  it('cross', () => {
    const a = { codes: Int32Array.of(0, 0, 1, -1), count: 2 };
    const b = { codes: Int32Array.of(0, 1, 0, 0), count: 2 };
    expect(crossedKeys([a, b])).toEqual({ codes: Int32Array.of(0, 1, 2, -1), count: 3 });
  });
});

it('a mean of the other half never sees its own group', () => {
  // Groups with even keys are one half, odd ones the other. Class 0: rows 0 (even), 1 and 2 (odd).
  const part = {
    rows: Uint32Array.of(0, 1, 2, 3),
    weight: Float64Array.of(1, 3, 1, 1),
    group: Uint32Array.of(0, 1, 2, 3),
    groupKeys: Uint32Array.of(2, 5, 7, 4),
  };
  const values = [10, 20, 40, 80];
  const means = otherHalfMeans(part, { codes: Int32Array.of(0, 0, 0, 1), count: 2 }, (query) => values[query] ?? 0);
  // Row 0: (3·20 + 40)/4. Rows 1, 2: row 0 alone. Row 3: class 1 has nobody in the odd half, so its overall mean.
  expect(Array.from(means)).toEqual([25, 10, 10, 25]);
});
