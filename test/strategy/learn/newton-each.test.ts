import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Matrix, matrixOf } from '../../../src/strategy/learn/linear-problem.js';
import { logLoss } from '../../../src/strategy/learn/losses.js';
import { newton, newtonEach } from '../../../src/strategy/learn/newton.js';

const COLUMNS = 6;
const rowsOf = fc.array(
  fc.record({
    entries: fc.uniqueArray(
      fc.record({ column: fc.nat({ max: COLUMNS - 1 }), value: fc.integer({ min: -20_000, max: 20_000 }) }),
      { selector: ({ column }) => column },
    ),
    weight: fc.double({ min: 0.1, max: 4, noNaN: true }),
    targets: fc.array(fc.constantFrom(0, 0.25, 1, Number.NaN), { minLength: 10, maxLength: 10 }),
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
  it('come to the bits that each comes to alone, whichever are solved beside it', () => {
    fc.assert(
      fc.property(rowsOf, fc.integer({ min: 0, max: 10 }), (rows, count) => {
        const shared = matrix(rows);
        const weight = Float64Array.from(rows, (row) => row.weight);
        const problems = Array.from({ length: count }, (_, k) => ({
          target: Float64Array.from(rows, ({ targets }) => targets[k] as number),
          weight,
          // Different penalties end after different numbers of rounds, so that lanes are taken over by others.
          l2: 0.25 * (k + 1),
        }));
        const alone = problems.map((problem) => newton({ matrix: shared, ...problem }, logLoss));
        expect(newtonEach(shared, problems, logLoss)).toEqual(alone);
      }),
      { numRuns: 60 },
    );
  });
});
