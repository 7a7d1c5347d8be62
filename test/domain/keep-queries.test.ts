import { expect, it } from 'vitest';
import { keepQueries } from '../../src/domain/keep-queries.js';
import { tableOf } from '../support/table-of.js';

const table = tableOf(
  ['a', 'b'],
  [
    [[{ quality: 0.25, costUsd: 1 }], [{ quality: 0.5, costUsd: 2, latencyMs: 7 }]],
    [
      [
        { quality: 0.75, costUsd: 3 },
        { quality: 1, costUsd: 4 },
      ],
      [],
    ],
    [[{ error: true }], [{ quality: 0, costUsd: 6 }]],
  ],
);

it('keeps the cells of some queries, and no trace of the others', () => {
  const kept = keepQueries(table, (query) => query !== 1);
  expect([...kept.cellOffsets]).toEqual([0, 1, 2, 2, 2, 3, 4]);
  expect([...kept.quality]).toEqual([0.25, 0.5, Number.NaN, 0]);
  expect([...kept.costPico]).toEqual([1e12, 2e12, 0, 6e12]);
  expect([...kept.status]).toEqual([0, 0, 1, 0]);
  for (const [name, column] of Object.entries(kept)) {
    // Every column is cut, a column added later too.
    if (ArrayBuffer.isView(column) && name !== 'cellOffsets') expect([name, (column as Float64Array).length]).toEqual([name, 4]);
  }
});

it('changes nothing where all are kept', () => {
  expect(keepQueries(table, () => true)).toEqual(table);
});
