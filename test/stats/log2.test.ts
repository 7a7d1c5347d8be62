import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { log2 } from '../../src/stats/log2.js';

describe('log2', () => {
  it('is exact on powers of two', () => {
    for (let exponent = -1074; exponent < 1024; exponent++) expect(log2(2 ** exponent)).toBe(exponent);
  });

  it('agrees with the machine to a few units in the last place', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-300, max: 1e300, noNaN: true }), (x) => {
        expect(Math.abs(log2(x) - Math.log2(x))).toBeLessThanOrEqual(4e-16 * Math.max(1, Math.abs(Math.log2(x))));
      }),
      { numRuns: 2000 },
    );
  });

  it('knows its edges', () => {
    expect(log2(0)).toBe(Number.NEGATIVE_INFINITY);
    expect(log2(-1)).toBeNaN();
    expect(log2(Number.NaN)).toBeNaN();
    expect(log2(Number.POSITIVE_INFINITY)).toBe(Number.POSITIVE_INFINITY);
  });
});
