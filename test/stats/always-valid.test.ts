import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { alwaysValidInterval, alwaysValidP, logLikelihoodRatio, sequentialObservations } from '../../src/stats/always-valid.js';
import { normalQuantile } from '../../src/stats/normal.js';

describe('the mixture sequential test', () => {
  it('has the likelihood ratio of its source', () => {
    // s² = τ² = 1, d = 2: √½ · e¹ = 1.92212.
    expect(logLikelihoodRatio(2, 1, 1)).toBeCloseTo(Math.log(Math.SQRT1_2 * Math.E), 12);
    expect(alwaysValidP(2, 1, 1)).toBeCloseTo(1 / 1.9221155, 6);
    expect(alwaysValidP(0, 1, 1)).toBe(1);
  });

  it('rejects exactly what its interval leaves out', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.01, max: 10, noNaN: true }),
        fc.double({ min: 0.01, max: 10, noNaN: true }),
        fc.double({ min: 0.001, max: 0.5, noNaN: true }),
        (squaredError, tau, alpha) => {
          const { high } = alwaysValidInterval(0, squaredError, tau, alpha);
          expect(alwaysValidP(high * 1.0001, squaredError, tau)).toBeLessThan(alpha);
          expect(alwaysValidP(high * 0.9999, squaredError, tau)).toBeGreaterThan(alpha);
          // Looking all the time costs something.
          expect(high).toBeGreaterThan(normalQuantile(1 - alpha / 2) * Math.sqrt(squaredError));
        },
      ),
    );
  });

  it('needs more observations than one look, the fewest that suffice', () => {
    const test = { alpha: 0.05, power: 0.8 };
    const n = sequentialObservations(0.8, 0.05, test);
    const room = (visits: number): number => {
      const squaredError = 0.64 / visits;
      return 0.05 - alwaysValidInterval(0, squaredError, 0.05, 0.05).high - normalQuantile(0.8) * Math.sqrt(squaredError);
    };
    expect(sequentialObservations(0, 0.05, test)).toBe(1);
    expect(room(n)).toBeGreaterThanOrEqual(0);
    expect(room(n - 1)).toBeLessThan(0);
    expect(n).toBeGreaterThan(0.64 * ((normalQuantile(0.975) + normalQuantile(0.8)) / 0.05) ** 2);
  });
});
