import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { hessianLanes } from '../../../src/strategy/learn/hessian-lanes.js';
import type { HessianProduct } from '../../../src/strategy/learn/hessian-product.js';
import { hessianTimes, plainHessianTimes } from '../../../src/strategy/learn/hessian-times.js';
import { type Matrix, matrixOf } from '../../../src/strategy/learn/linear-problem.js';
import { logLoss, squaredLoss } from '../../../src/strategy/learn/losses.js';
import { newton, newtonEach } from '../../../src/strategy/learn/newton.js';

const COLUMNS = 6;
const rowsOf = fc.array(
  fc.record({
    entries: fc.uniqueArray(
      fc.record({ column: fc.nat({ max: COLUMNS - 1 }), value: fc.integer({ min: -20_000, max: 20_000 }) }),
      { selector: ({ column }) => column },
    ),
    weight: fc.double({ min: 0.1, max: 4, noNaN: true }),
    targets: fc.array(fc.constantFrom(0, 0.25, 1, Number.NaN), { minLength: 14, maxLength: 14 }),
  }),
  { minLength: 2, maxLength: 25 },
);

function matrix(rows: readonly { readonly entries: readonly { readonly column: number; readonly value: number }[] }[]): Matrix {
  const offsets = [0];
  for (const { entries } of rows) offsets.push((offsets.at(-1) ?? 0) + entries.length);
  const all = rows.flatMap(({ entries }) => entries);
  return matrixOf({
    size: rows.length,
    columns: COLUMNS,
    offsets: Uint32Array.from(offsets),
    index: Uint32Array.from(all, ({ column }) => column),
    value: Int32Array.from(all, ({ value }) => value),
  });
}

describe('several regressions over one matrix', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('come to the bits that each comes to alone, whichever are solved beside it', () => {
    fc.assert(
      fc.property(rowsOf, fc.integer({ min: 0, max: 14 }), fc.constantFrom(logLoss, squaredLoss), (rows, count, loss) => {
        const shared = matrix(rows);
        const weight = Float64Array.from(rows, (row) => row.weight);
        const problems = Array.from({ length: count }, (_, k) => ({
          target: Float64Array.from(rows, ({ targets }) => targets[k] as number),
          weight,
          // Different penalties end after different numbers of rounds, so that lanes are taken over by others.
          l2: 0.25 * (k + 1),
        }));
        const alone = problems.map((problem) => newton({ matrix: shared, ...problem }, loss));
        expect(newtonEach(shared, problems, loss)).toEqual(alone);
      }),
      { numRuns: 60 },
    );
  });

  it('are solved with products that WebAssembly makes to the bits of plain loops, for any numbers side by side', () => {
    const numbers = fc.array(fc.oneof(fc.double({ noNaN: true, min: -1e9, max: 1e9 }), fc.constantFrom(0, -0, 1e300, 5e-324)), {
      minLength: 40,
      maxLength: 60,
    });
    fc.assert(
      fc.property(
        rowsOf,
        numbers,
        fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 3 }),
        (rows, drawn, passes) => {
          const shared = matrix(rows);
          const [simd, plain] = [hessianLanes(shared), plainHessianTimes(shared)];
          if (simd === null) throw new Error('this host has no WebAssembly SIMD, and nothing was tested');
          const column = (length: number, from: number): Float64Array =>
            Float64Array.from({ length }, (_, i) => drawn[(7 * i + from) % drawn.length] as number);
          // Some curvatures last for several passes, and change their lane.
          const curvatures = [0, 1, 2].map((one) => column(rows.length, 3 * one));
          passes.forEach((count, pass) => {
            const asked = Array.from(
              { length: count },
              (_, lane): HessianProduct => ({
                curvature: curvatures[(lane + pass) % 3] as Float64Array,
                direction: column(shared.columns.length + 1, lane + 20 * pass),
                product: new Float64Array(shared.columns.length + 1),
              }),
            );
            simd(asked);
            for (const { curvature, direction, product } of asked) {
              const alone = { curvature, direction, product: new Float64Array(product.length) };
              plain.make([alone]);
              expect(product).toEqual(alone.product);
            }
          });
        },
      ),
      { numRuns: 150 },
    );
  });

  it('are solved by plain loops where the host has no WebAssembly', () => {
    vi.stubGlobal('WebAssembly', undefined);
    const shared = matrix([{ entries: [{ column: 1, value: 5 }] }]);
    expect(hessianLanes(shared)).toBe(null);
    expect(hessianTimes(shared).lanes).toBe(4);
  });
});
