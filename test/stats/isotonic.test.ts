import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isotonic } from '../../src/stats/isotonic.js';

const ones = (n: number): number[] => new Array<number>(n).fill(1);

describe('isotonic', () => {
  it('pools what falls: 1 3 2 5 4 becomes 1 2.5 2.5 4.5 4.5', () => {
    expect(isotonic([1, 2, 3, 4, 5], [1, 3, 2, 5, 4], ones(5))).toEqual([
      { x: 1, y: 1, weight: 1 },
      { x: 2.5, y: 2.5, weight: 2 },
      { x: 4.5, y: 4.5, weight: 2 },
    ]);
  });

  it('takes any order, weighs, leaves out weight 0, and takes equal x as one point', () => {
    expect(isotonic([2, 1, 1, 9], [1, 0, 1, 7], [1, 3, 1, 0])).toEqual([
      { x: 1, y: 0.25, weight: 4 },
      { x: 2, y: 1, weight: 1 },
    ]);
  });

  it('rests no value on fewer points than asked for', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(9), { minLength: 1, maxLength: 40 }), (y) => {
        const blocks = isotonic(
          y.map((_, i) => i),
          y,
          ones(y.length),
          5,
        );
        for (const { weight } of blocks) expect(weight).toBeGreaterThanOrEqual(Math.min(5, y.length));
        for (let i = 1; i < blocks.length; i++) expect(blocks[i]?.y).toBeGreaterThan(blocks[i - 1]?.y as number);
      }),
    );
  });

  it('is the best non-decreasing fit: no other does better', () => {
    const level = fc.nat(4);
    fc.assert(
      fc.property(
        fc.array(level, { minLength: 1, maxLength: 6 }),
        fc.array(level, { minLength: 6, maxLength: 6 }),
        (y, other) => {
          const blocks = isotonic(
            y.map((_, i) => i),
            y,
            ones(y.length),
          );
          const fitted = blocks.flatMap((block) => new Array<number>(block.weight).fill(block.y));
          const loss = (values: readonly number[]): number =>
            y.reduce((sum, one, i) => sum + (one - (values[i] as number)) ** 2, 0);
          const rival = other.slice(0, y.length).sort((a, b) => a - b);
          expect(loss(fitted)).toBeLessThanOrEqual(loss(rival) + 1e-12);
        },
      ),
    );
  });
});
