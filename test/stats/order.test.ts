import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hash32 } from '../../src/stats/hash.js';
import { descendingOrder, plainOrder } from '../../src/stats/order.js';

const compared = (values: Float64Array): number[] =>
  [...values.keys()].sort((a, b) => (values[b] as number) - (values[a] as number) || a - b);

describe('descendingOrder', () => {
  it('puts the largest first, and equal values as they came', () => {
    expect([...descendingOrder(Float64Array.of(1, 3, 2, 3, -1))]).toEqual([1, 3, 2, 0, 4]);
  });

  it('orders many values as comparing does: signs, both zeros, infinities, subnormals, ties', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ noNaN: true }), { minLength: 1, maxLength: 60 }), fc.nat(), (some, seed) => {
        const special = [0, -0, Infinity, -Infinity, 5e-324, -5e-324, 1, -1, ...some];
        const values = Float64Array.from({ length: 3_000 }, (_, i) => special[hash32(seed, i, 0) % special.length] as number);
        for (const orderOf of [descendingOrder, plainOrder]) expect([...orderOf(values)]).toEqual(compared(values));
      }),
      { numRuns: 20 },
    );
  });

  it('orders many that stand close together beside a few that are far away', () => {
    fc.assert(
      fc.property(fc.constantFrom(1e12, 1e290, 5e-324, Infinity), fc.nat(), (far, seed) => {
        const values = Float64Array.from({ length: 2_000 }, (_, i) =>
          i % 700 === 3 ? far * (i - 1000) : hash32(seed, i % 1500, 0) / 2 ** 32,
        );
        for (const orderOf of [descendingOrder, plainOrder]) expect([...orderOf(values)]).toEqual(compared(values));
      }),
      { numRuns: 20 },
    );
  });

  it('orders values that differ everywhere', () => {
    const values = Float64Array.from({ length: 5_000 }, (_, i) => (hash32(1, i, 1) - 2 ** 31) / (1 + hash32(1, i, 2)));
    for (const orderOf of [descendingOrder, plainOrder]) expect([...orderOf(values)]).toEqual(compared(values));
  });
});
