import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { worstMix } from '../../src/stats/worst-mix.js';

describe('worstMix', () => {
  it('raises what is low and lowers what is high', () => {
    expect(worstMix([1, 1], [0, 1], 0.5)).toEqual({ mean: 0.25, factors: [1.5, 0.5] });
    // (1.5·10·0.2 + 0.5·30·0.8) / 30.
    expect(worstMix([10, 30], [0.2, 0.8], 0.5).mean).toBeCloseTo(0.5, 12);
    expect(worstMix([2, 3], [0.4, 0.4], 0.5).mean).toBeCloseTo(0.4, 12);
  });

  it('moves nothing without a spread', () => {
    expect(worstMix([1, 3], [0, 1], 0).mean).toBe(0.75);
  });

  it('is the lowest of all corners', () => {
    const classes = fc.array(fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: -20, max: 20 })), {
      minLength: 1,
      maxLength: 7,
    });
    fc.assert(
      fc.property(classes, fc.constantFrom(0.25, 0.5, 1), (list, spread) => {
        const weights = list.map(([weight]) => weight);
        const means = list.map(([, mean]) => mean);
        const corners = Array.from({ length: 2 ** list.length }, (_, bits) => {
          const moved = weights.map((weight, i) => weight * ((bits >> i) & 1 ? 1 + spread : 1 - spread));
          const total = moved.reduce((sum, weight) => sum + weight, 0);
          return total === 0
            ? Number.POSITIVE_INFINITY
            : moved.reduce((sum, weight, i) => sum + weight * (means[i] ?? 0), 0) / total;
        });
        expect(worstMix(weights, means, spread).mean).toBeCloseTo(Math.min(...corners), 9);
      }),
    );
  });
});
