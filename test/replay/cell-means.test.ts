import { expect, it } from 'vitest';
import { cellMeans } from '../../src/replay/cell-means.js';
import { tableOf } from '../support/table-of.js';

it('averages samples, counts an error as no answer, and leaves missing cells unknown', () => {
  const table = tableOf(
    ['a', 'b'],
    [
      [
        [
          { quality: 1, costUsd: 0.2, latencyMs: 100 },
          { error: true, costUsd: 0.1, latencyMs: 300 },
        ],
        [],
      ],
    ],
  );
  const means = cellMeans(table);
  expect(means.quality[0]).toBe(0.5);
  expect(means.costPico[0]).toBeCloseTo(0.15e12, 0);
  expect(means.latencyMs[0]).toBe(200);
  expect(means.quality[1]).toBeNaN();
  expect(means.costPico[1]).toBeNaN();
});

it('makes a cell unknown when one of its samples is unscored', () => {
  const means = cellMeans(tableOf(['a'], [[[{ quality: 1, costUsd: 1 }, { costUsd: 1 }]]]));
  expect(means.quality[0]).toBeNaN();
});
