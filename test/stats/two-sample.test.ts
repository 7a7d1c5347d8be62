import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chiSquareTail, normalTwoSided } from '../../src/stats/chi-square.js';
import { normalQuantile } from '../../src/stats/normal.js';
import { ratioOfSums } from '../../src/stats/ratio.js';
import { countShift, kolmogorovSmirnov } from '../../src/stats/two-sample.js';

describe('chiSquareTail', () => {
  it.each([
    // Two degrees of freedom: exp(−x/2). Others from published tables of the chi-square distribution.
    [2, 2, Math.exp(-1)],
    [40, 2, Math.exp(-20)],
    [3.841458820694124, 1, 0.05],
    [18.307038053275146, 10, 0.05],
    [0.7107230213973239, 4, 0.95],
    [0, 3, 1],
  ])('P(X ≥ %d) with %d degrees of freedom is %d', (x, df, p) => {
    expect(chiSquareTail(x, df)).toBeCloseTo(p, 12);
  });

  it('agrees with the normal quantile, far into the tail', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-12, max: 0.49, noNaN: true }), (p) => {
        return Math.abs(normalTwoSided(normalQuantile(p)) / (2 * p) - 1) < 1e-9;
      }),
    );
  });
});

describe('kolmogorovSmirnov', () => {
  it('finds the greatest distance of the distribution functions', () => {
    // After 5: all of the first against a quarter of the second.
    const { distance } = kolmogorovSmirnov(Float64Array.of(1, 2, 5), Float64Array.of(2, 6, 7, 8));
    expect(distance).toBeCloseTo(1 - 1 / 4, 12);
    expect(kolmogorovSmirnov(Float64Array.of(1, 1), Float64Array.of(1, 1))).toEqual({ distance: 0, p: 1 });
  });

  it('has the p-value of the limit distribution: 0.05 at λ = 1.3581', () => {
    const n = 1e6;
    const a = Float64Array.from({ length: n }, (_, i) => i);
    const shift = 1.3581 / Math.sqrt(n / 2);
    const b = a.map((value) => value + shift * n);
    expect(kolmogorovSmirnov(a, b).p).toBeCloseTo(0.05, 3);
  });

  it('is less sure with fewer independent units', () => {
    const a = Float64Array.from({ length: 100 }, (_, i) => i);
    const b = a.map((value) => value + 25);
    expect(kolmogorovSmirnov(a, b, [20, 20]).p).toBeGreaterThan(kolmogorovSmirnov(a, b).p);
  });
});

describe('countShift', () => {
  it('is Pearson’s test and the stability index', () => {
    // Expected 20 in each cell: χ² = 4 · 10²/20 = 20. With ½ added: 30.5/41 against 10.5/41, twice.
    const { psi, p } = countShift([30, 10], [10, 30]);
    expect(p).toBeCloseTo(chiSquareTail(20, 1), 12);
    expect(psi).toBeCloseTo(2 * ((30.5 - 10.5) / 41) * Math.log(30.5 / 10.5), 12);
    expect(countShift([30, 10], [10, 30], 0.5).p).toBeCloseTo(chiSquareTail(10, 1), 12);
  });

  it('finds nothing in equal shares, one class, or empty classes', () => {
    expect(countShift([5, 10], [50, 100]).p).toBeCloseTo(1, 12);
    expect(countShift([5, 0], [9, 0])).toMatchObject({ p: 1 });
  });
});

it('ratioOfSums gives the ratio with its linearised standard error', () => {
  // r = 6/3 = 2; residuals 1 − 2·1 = −1, 5 − 2·2 = 1; √2 ÷ 3.
  expect(ratioOfSums(Float64Array.of(1, 5), Float64Array.of(1, 2))).toEqual({ value: 2, standardError: Math.sqrt(2) / 3 });
  expect(ratioOfSums(Float64Array.of(1), Float64Array.of(0)).value).toBe(Number.POSITIVE_INFINITY);
});
