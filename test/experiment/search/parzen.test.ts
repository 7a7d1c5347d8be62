import fc from 'fast-check';
import { expect, it } from 'vitest';
import { drawFrom, parzenDensity } from '../../../src/experiment/search/parzen.js';

it('counts unordered values, with a prior as heavy as one trial', () => {
  // (count + 1/4) / (3 + 1)
  expect([...parzenDensity({ values: ['a', 'b', 'c', 'd'], ordered: false }, [0, 0, 2])]).toEqual([
    0.5625, 0.0625, 0.3125, 0.0625,
  ]);
});

it('spreads ordered values to their neighbours', () => {
  // One trial at the middle of five: width 1 + max(3, 3, 5/2) = 4, kernel 1 − (d/4)²: .75 .9375 1 .9375 .75, sum 4.375.
  const density = parzenDensity({ values: [1, 2, 3, 4, 5], ordered: true }, [2]);
  expect(density[2]).toBeCloseTo((0.2 + 1 / 4.375) / 2, 15);
  expect(density[0]).toBeCloseTo((0.2 + 0.75 / 4.375) / 2, 15);
});

it('is a density that no value is barred from', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), fc.boolean(), fc.array(fc.nat(), { maxLength: 20 }), (size, ordered, draws) => {
      const values = Array.from({ length: size }, (_, value) => value);
      const density = parzenDensity(
        { values, ordered },
        draws.map((draw) => draw % size),
      );
      expect(density.reduce((sum, mass) => sum + mass, 0)).toBeCloseTo(1, 10);
      expect(Math.min(...density)).toBeGreaterThan(0);
    }),
  );
});

it('draws by inversion', () => {
  const density = Float64Array.of(0.25, 0.5, 0.25);
  expect([0, 0.2, 0.25, 0.7, 0.75, 0.999].map((draw) => drawFrom(density, draw))).toEqual([0, 0, 1, 1, 2, 2]);
  expect(drawFrom(Float64Array.of(0.3, 0.3), 0.99)).toBe(1);
});
