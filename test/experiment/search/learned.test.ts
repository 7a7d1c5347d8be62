import { expect, it } from 'vitest';
import { hash32 } from '../../../src/stats/hash.js';
import type { Strategy } from '../../../src/strategy/strategy.js';
import { aDataset, anExperiment, aStrategy, runOn } from '../../support/an-experiment.js';
import { plainTable } from '../../support/table-of.js';
import { tuneOn } from '../../support/tune-on.js';

const SIZE = 240;
const TOPICS = ['invoice refund payment', 'parser stack pointer', 'clause contract party', 'recipe oven butter'];
const topicOf = (row: number): number => hash32(5, row, 0) % 4;
const dataset = aDataset(
  Array.from({ length: SIZE }, (_, row) => ({
    id: `q${row}`,
    prompt: `case ${row} about ${TOPICS[topicOf(row)]}`,
    category: `${topicOf(row)}`,
  })),
);
const chance = (row: number, salt: number, of: number): number => (hash32(salt, row, 0) / 2 ** 32 < of ? 1 : 0);
// The small model knows half of the topics.
const table = plainTable(
  ['small', 'large'],
  Array.from(
    { length: SIZE },
    (_, row) =>
      [
        [chance(row, 1, topicOf(row) < 2 ? 0.95 : 0.1), 1e-3, 10],
        [chance(row, 2, 0.9), 1e-2, 40],
      ] as const,
  ),
);
const knn: Strategy = {
  ...aStrategy('knn.tuned', [
    { predict: { by: 'knn', k: { $choice: [1, 5, 9] }, features: ['words'], utility: { per_usd: { $log: [1, 100, 6] } } } },
  ]),
  kind: 'dynamic',
};
const objective = { kind: 'utility', perUsd: 20, perSecond: 0 } as const;
const together = { groupBy: 'group', nearCopies: null, seed: 3 } as const;

it('a learned strategy is tuned on data without test queries, and a run fits the very same router', () => {
  const split = { kind: 'holdout', train: 0.4, validation: 0.3, test: 0.3, ...together } as const;
  const experiment = anExperiment({ split, reference: 'large', objective });
  const { tuned, finish } = tuneOn(dataset, table, knn, experiment, { spec: { method: 'grid' } });
  // finish refuses a router that is not the searched one.
  expect(finish().body.search[0]?.tried.candidates).toBe(18);
  const ran = runOn(dataset, table, [tuned.strategy], experiment);
  expect(ran.compared[0]?.fitted?.config.decisionHash).toBe(tuned.fitted.config.decisionHash);
});

it('halving fits on some groups of the train part and judges on others', () => {
  const split = { kind: 'holdout', train: 0.5, validation: 0.25, test: 0.25, ...together } as const;
  const { trials } = tuneOn(dataset, table, knn, anExperiment({ split, objective }), { spec: { method: 'halving', budget: 18 } });
  const train = trials.filter(({ on }) => on === 'train');
  expect(train.every(({ groups }) => groups > 20 && groups < 60)).toBe(true);
});

it('cross-fitting decides no query by a router that learned from it: labels that are noise stay unlearned', () => {
  // Every prompt is another mix of words and right answers are coin tosses: a router that had seen them would know them all.
  const words = (row: number): string => Array.from({ length: 6 }, (_, i) => `word${hash32(row, i, 7) % 60}`).join(' ');
  const noise = aDataset(Array.from({ length: SIZE }, (_, row) => ({ id: `q${row}`, prompt: words(row) })));
  const coins = plainTable(
    ['small', 'large'],
    Array.from({ length: SIZE }, (_, row) => [
      [chance(row, 3, 0.5), 1e-3],
      [1 - chance(row, 3, 0.5), 1e-3],
    ]),
  );
  const split = { kind: 'kfold', folds: 4, innerFolds: 2, ...together } as const;
  const { body } = runOn(noise, coins, [{ ...knn, name: 'knn' }], anExperiment({ split, reference: 'large', objective }));
  const quality = body.rows.find(({ id }) => id === 'router:knn')?.metrics['quality.mean']?.value ?? 1;
  expect(Math.abs(quality - 0.5)).toBeLessThan(0.12);
});
