import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { independentDifference } from '../../src/stats/independent-difference.js';
import { normalCdf } from '../../src/stats/normal.js';
import { weightedQuantile } from '../../src/stats/quantile.js';
import { descending, upperQuantile } from '../../src/stats/upper-quantile.js';

describe('independentDifference', () => {
  it("is Newcombe's interval when fed Wilson's limits: 56/70 against 48/80", () => {
    // Newcombe 1998, Statistics in Medicine 17:873, table II (a), method 10: 0.0524 to 0.3339.
    const smaller = { value: 0.6, low: 0.490454650051604, high: 0.700381724041291 };
    const larger = { value: 0.8, low: 0.691833555037469, high: 0.876952607516371 };
    const { value, low, high, p } = independentDifference(smaller, larger, 0.95);
    expect([value, low, high].map((one) => one.toFixed(4))).toEqual(['0.2000', '0.0524', '0.3339']);
    expect(p).toBeLessThan(0.05);
  });

  it('adds half-widths of even intervals in quadrature', () => {
    const { low, high, p } = independentDifference({ value: 0, low: -3, high: 3 }, { value: 10, low: 6, high: 14 }, 0.95);
    expect([low, high]).toEqual([5, 15]);
    // 10 of standard error 5 / 1.96: z = 3.92.
    expect(p).toBeCloseTo(2 * normalCdf(-2 * 1.959963984540054), 15);
  });

  it('gives p = 1 for no difference, and p = 0 for one without any spread', () => {
    const at = (value: number) => ({ value, low: value, high: value });
    expect(independentDifference(at(2), at(2), 0.95).p).toBe(1);
    expect(independentDifference(at(2), at(3), 0.95)).toEqual({ value: 1, low: 1, high: 1, p: 0 });
  });

  it('has p below 1 − confidence exactly where its interval leaves 0 out, and turns round with its sides', () => {
    const bounded = fc
      .tuple(
        fc.double({ min: -5, max: 5, noNaN: true }),
        fc.double({ min: 0.01, max: 3, noNaN: true }),
        fc.double({ min: 0.01, max: 3, noNaN: true }),
      )
      .map(([value, down, up]) => ({ value, low: value - down, high: value + up }));
    fc.assert(
      fc.property(bounded, bounded, (a, b) => {
        const { value, low, high, p } = independentDifference(a, b, 0.95);
        const clearOf0 = Math.min(Math.abs(low), Math.abs(high)) > 1e-9;
        if (clearOf0) expect(p < 0.05).toBe(low > 0 || high < 0);
        const turned = independentDifference(b, a, 0.95);
        expect([turned.value, turned.low, turned.high, turned.p]).toEqual(
          [-value, -high, -low, p].map((one) => expect.closeTo(one, 12)),
        );
      }),
    );
  });
});

describe('upperQuantile', () => {
  it('finds what sorting finds, for any weights', () => {
    const rows = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 4 })), {
      minLength: 1,
      maxLength: 40,
    });
    fc.assert(
      fc.property(rows, fc.constantFrom(0.5, 0.95, 0.99), (pairs, p) => {
        fc.pre(pairs.some(([, weight]) => weight > 0));
        const values = Float64Array.from(pairs, ([value]) => value);
        const weights = Float64Array.from(pairs, ([, weight]) => weight);
        const total = weights.reduce((sum, weight) => sum + weight, 0);
        const found = upperQuantile(values, descending(values), (index) => weights[index] as number, total, p);
        expect(found).toBe(weightedQuantile(values, weights, p));
      }),
    );
  });

  it('leaves unknown values out, and is unknown without any', () => {
    const values = Float64Array.of(1, Number.NaN, 3, 2);
    expect([...descending(values)]).toEqual([2, 3, 0]);
    expect(upperQuantile(values, descending(values), () => 1, 3, 0.5)).toBe(2);
    expect(upperQuantile(values, new Uint32Array(), () => 1, 0, 0.5)).toBeNaN();
  });
});
