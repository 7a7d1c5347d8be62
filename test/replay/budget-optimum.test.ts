import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { budgetOptimum } from '../../src/replay/budget-optimum.js';
import { cellMeans } from '../../src/replay/cell-means.js';
import { plainTable } from '../support/table-of.js';

const PICO = 1e12;
const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

describe('budgetOptimum', () => {
  // Cheap and dear: q0 gains .5 for 1 and .5 more for 3; q1 gains 1 for 4 only; q2 gains nothing from the dear one.
  const means = cellMeans(
    plainTable(
      ['cheap', 'dear'],
      [
        [
          [0.5, 1, 1],
          [1, 4, 1],
        ],
        [
          [0, 1, 1],
          [1, 4, 1],
        ],
        [
          [0.625, 1, 1],
          [0.625, 4, 1],
        ],
      ],
    ),
  );
  const at = (usd: number): number[] => [...budgetOptimum(means, [0, 1, 2], usd * PICO)];

  it('takes the most quality per cost first, and a share of the last step', () => {
    // By hand: q2 .625 for 1, q0 .5 for 1, q1 1 for 4 (.25 each), q0 .5 more for 3 (.167 each).
    expect(at(0)).toEqual([0, 0, 0]);
    expect(at(0.5)).toEqual([0, 0, 0.3125]);
    expect(at(2)).toEqual([0.5, 0, 0.625]);
    expect(at(4)).toEqual([0.5, 0.5, 0.625]);
    expect(at(6)).toEqual([0.5, 1, 0.625]);
    expect(sum(at(7.5))).toBeCloseTo(2.375, 12);
    expect(at(9)).toEqual([1, 1, 0.625]);
    expect(at(100)).toEqual([1, 1, 0.625]);
  });

  it('has for nothing what costs nothing, and leaves out what is not known', () => {
    const free = cellMeans(plainTable(['a', 'b'], [[[0.375, 0, 1], null]]));
    expect([...budgetOptimum(free, [0], 0)]).toEqual([0.375]);
  });

  it('is never below any assignment within the budget', () => {
    const cell = fc.tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 1, max: 5 }));
    const rows = fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(rows, fc.integer({ min: 0, max: 20 }), (cells, budget) => {
        const own = cellMeans(
          plainTable(
            ['a', 'b'],
            cells.map(([[qa, ca], [qb, cb]]) => [
              [qa / 4, ca, 1],
              [qb / 4, cb, 1],
            ]),
          ),
        );
        const best = sum(budgetOptimum(own, [...cells.keys()], budget * PICO));
        // 0: unanswered, 1 and 2: a model.
        for (let code = 0; code < 3 ** cells.length; code++) {
          const choices = cells.map((_, query) => Math.floor(code / 3 ** query) % 3);
          const picked = choices.map((choice, query) => (choice === 0 ? [0, 0] : (cells[query]?.[choice - 1] ?? [0, 0])));
          if (sum(picked.map(([, cost]) => cost ?? 0)) > budget) continue;
          expect(sum(picked.map(([quality]) => (quality ?? 0) / 4))).toBeLessThanOrEqual(best + 1e-9);
        }
      }),
      { numRuns: 60 },
    );
  });
});
