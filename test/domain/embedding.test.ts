import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quantisedEmbedding } from '../../src/domain/embedding.js';

describe('an embedding', () => {
  it('is scaled to length 1 and rounded to multiples of 2⁻¹⁴', () => {
    expect([...quantisedEmbedding([3, -4])]).toEqual([Math.round(0.6 * 2 ** 14), Math.round(-0.8 * 2 ** 14)]);
    expect([...quantisedEmbedding([0, 0])]).toEqual([0, 0]);
    expect([...quantisedEmbedding([5e-324])]).toEqual([2 ** 14]);
    expect([...quantisedEmbedding([1e308, 1e308])]).toEqual([11585, 11585]);
  });

  it('does not depend on the scale of its numbers', () => {
    const number = fc.integer({ min: -1000, max: 1000 });
    fc.assert(
      fc.property(fc.array(number, { minLength: 1, maxLength: 30 }), fc.integer({ min: -40, max: 40 }), (numbers, power) => {
        expect([...quantisedEmbedding(numbers.map((one) => one * 2 ** power))]).toEqual([...quantisedEmbedding(numbers)]);
      }),
    );
  });

  it.each([[[]], [[1, Number.NaN]], [[Number.POSITIVE_INFINITY]]])('of %j is refused', (numbers) => {
    expect(() => quantisedEmbedding(numbers)).toThrow(RangeError);
  });
});
