import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { leastSquares, timesEach } from '../../../src/strategy/learn/least-squares.js';
import type { Matrix } from '../../../src/strategy/learn/linear-problem.js';
import { squaredLoss } from '../../../src/strategy/learn/losses.js';
import { newton } from '../../../src/strategy/learn/newton.js';

/** Rows [x0, x1]. */
const dense = (rows: readonly (readonly [number, number])[]): Matrix => ({
  size: rows.length,
  columns: Uint32Array.of(0, 1),
  offsets: Uint32Array.from({ length: rows.length + 1 }, (_, i) => 2 * i),
  index: Uint32Array.from(rows.flatMap(() => [0, 1])),
  value: Float64Array.from(rows.flat()),
});

describe('leastSquares', () => {
  it('finds lines by hand, several at once', () => {
    // y = x0 − ½ centred: with λ → 0 the slope is 1; the second output is 3 everywhere: its slope is 0.
    const matrix = dense([
      [0, 0],
      [1, 0],
    ]);
    const w = leastSquares(
      { matrix, outputs: 2, target: Float64Array.of(0, 3, 1, 3), weight: Float64Array.of(1, 1), l2: 1e-9 },
      1e-18,
    );
    expect(w[0]).toBeCloseTo(1, 6);
    expect(w[1]).toBeCloseTo(0, 6);
    expect([w[4], w[5]].map((one) => Math.round((one as number) * 1e6) / 1e6)).toEqual([0, 3]);
    // λ = 1: w = Σ(x − x̄)(y − ȳ) / (Σ(x − x̄)² + 1) = ½ / 1½; b = ȳ − w x̄ = ½ − ⅙.
    const ridge = leastSquares(
      { matrix, outputs: 1, target: Float64Array.of(0, 1), weight: Float64Array.of(1, 1), l2: 1 },
      1e-18,
    );
    expect(ridge[0]).toBeCloseTo(1 / 3, 9);
    expect(ridge[2]).toBeCloseTo(1 / 3, 9);
  });

  it('is what Newton finds output by output, and rows that weigh nothing say nothing', () => {
    const value = fc.integer({ min: -4, max: 4 });
    fc.assert(
      fc.property(
        fc.array(fc.record({ x: fc.tuple(value, value), y: fc.tuple(value, value), counts: fc.boolean() }), {
          minLength: 3,
          maxLength: 12,
        }),
        (rows) => {
          const matrix = dense(rows.map(({ x }) => x));
          const weight = Float64Array.from(rows, ({ counts }) => (counts ? 2 : 0));
          const both = leastSquares(
            { matrix, outputs: 2, target: Float64Array.from(rows.flatMap(({ y }) => y)), weight, l2: 0.5 },
            1e-22,
          );
          for (const k of [0, 1] as const) {
            const one = newton({ matrix, target: Float64Array.from(rows, ({ y }) => y[k]), weight, l2: 0.5 }, squaredLoss, 1e-10);
            one.forEach((own, i) => {
              expect(both[2 * i + k]).toBeCloseTo(own, 6);
            });
          }
          const out = new Float64Array(rows.length * 2);
          timesEach(matrix, 2, both, out);
          const [first] = rows as [(typeof rows)[number]];
          expect(out[1]).toBeCloseTo(
            first.x[0] * (both[1] as number) + first.x[1] * (both[3] as number) + (both[5] as number),
            9,
          );
        },
      ),
    );
  });
});
