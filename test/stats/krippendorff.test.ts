import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { agreementSums, krippendorffAlpha } from '../../src/stats/krippendorff.js';

function alphaOf(units: readonly (readonly number[])[]): number {
  const sums = units.map(agreementSums);
  const total = (of: 'values' | 'sum' | 'squares' | 'within'): number => sums.reduce((all, one) => all + one[of], 0);
  return krippendorffAlpha({ values: total('values'), sum: total('sum'), squares: total('squares'), within: total('within') });
}

describe('krippendorffAlpha', () => {
  it('comes to what it comes to by hand', () => {
    expect(
      alphaOf([
        [1, 2],
        [3, 3],
      ]),
    ).toBeCloseTo(1 - 3 / 11, 12);
  });

  it('comes to the published value of Krippendorff’s worked example for interval data', () => {
    // Krippendorff 2011, section D: four observers, twelve units, of which one was seen by one observer alone; interval alpha 0.849.
    const units = [
      [1, 1, 1],
      [2, 2, 3, 2],
      [3, 3, 3, 3],
      [3, 3, 3, 3],
      [2, 2, 2, 2],
      [1, 2, 3, 4],
      [4, 4, 4, 4],
      [1, 1, 2, 1],
      [2, 2, 2, 2],
      [5, 5, 5],
      [1, 1],
    ];
    expect(alphaOf(units)).toBeCloseTo(0.849, 3);
  });

  it('is 1 for full agreement, at most 1 always, and the same when values are moved and stretched', () => {
    const unit = fc.array(fc.integer({ min: 0, max: 10 }), { minLength: 2, maxLength: 5 });
    fc.assert(
      fc.property(fc.array(unit, { minLength: 2, maxLength: 20 }), (units) => {
        const alpha = alphaOf(units);
        expect(alpha <= 1 + 1e-12 || Number.isNaN(alpha)).toBe(true);
        const moved = alphaOf(units.map((values) => values.map((value) => 3 * value + 7)));
        if (!Number.isNaN(alpha)) expect(moved).toBeCloseTo(alpha, 9);
        const agreed = alphaOf(units.map((values) => values.map(() => values[0] as number)));
        expect(Number.isNaN(agreed) || Math.abs(agreed - 1) < 1e-12).toBe(true);
      }),
    );
  });
});
