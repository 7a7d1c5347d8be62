import { expect, it } from 'vitest';
import { type ArmColumns, quantityColumn } from '../../src/metric/columns.js';
import type { Quantity } from '../../src/metric/family.js';
import { numberAt } from '../../src/metric/part.js';
import { cellMeans } from '../../src/replay/cell-means.js';
import { plainTable } from '../support/table-of.js';

const USD = 1e12;

// Queries: 0 both right, 1 only the dear one right, 2 none right, 3 both right and the cheap one taken.
const singles = cellMeans(
  plainTable(
    ['cheap', 'dear'],
    [
      [
        [1, 1],
        [1, 4],
      ],
      [
        [0, 1],
        [1, 4],
      ],
      [
        [0, 1],
        [0, 4],
      ],
      [
        [1, 1],
        [1, 4],
      ],
    ],
  ),
);
const arm = (quality: number[], usd: number[]): ArmColumns => ({
  quality: Float64Array.from(quality),
  costPico: Float64Array.from(usd, (value) => value * USD),
  latencyMs: Float64Array.of(5, 6, 7, 8),
  failed: Float64Array.of(0, 0, 1, 0),
  refused: null,
  fellBack: null,
  escalated: null,
});
const isRight = (value: number): boolean => value >= 1;
const column = (row: ArmColumns, quantity: Quantity): (number | undefined)[] =>
  [0, 1, 2, 3].map((query) => {
    const found = quantityColumn(row, quantity, singles, isRight);
    return found === null ? undefined : numberAt(found, query);
  });

it('counts over-routing only where the answer was right and a cheaper model was right too', () => {
  const dear = arm([1, 1, 0, 1], [4, 4, 4, 1]);
  expect(column(dear, 'over')).toEqual([1, 0, 0, 0]);
  expect(column(dear, 'overspend')).toEqual([3 * USD, 0, 0, 0]);
});

it('counts under-routing only where some model would have been right', () => {
  expect(column(arm([1, 0, 0, 1], [1, 1, 1, 1]), 'under')).toEqual([0, 1, 0, 0]);
});

it('counts what a failed first call added to the bill as overspend', () => {
  // Paid the cheap model twice over for a right answer.
  expect(column(arm([1, 1, 0, 1], [2, 4, 1, 1]), 'overspend')).toEqual([1 * USD, 0, 0, 0]);
});

it('passes the ledger’s own columns through, absent ones as none', () => {
  expect(column(arm([1, 1, 0, 1], [1, 1, 1, 1]), 'failed')).toEqual([0, 0, 1, 0]);
  expect(column(arm([1, 1, 0, 1], [1, 1, 1, 1]), 'latency')).toEqual([5, 6, 7, 8]);
  expect(quantityColumn(arm([1], [1]), 'refused', singles, (value) => value >= 1)).toBeNull();
});
