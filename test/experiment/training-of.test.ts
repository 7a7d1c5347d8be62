import { expect, it } from 'vitest';
import { trainingOf } from '../../src/experiment/training-of.js';
import { workbench } from '../../src/experiment/workbench.js';
import { sharedFit } from '../../src/strategy/training.js';
import { aDataset, anExperiment } from '../support/an-experiment.js';
import { plainTable } from '../support/table-of.js';

const dataset = aDataset(
  ['a', 'b', 'c'].map((id) => ({ id, prompt: `question ${id}`, category: `cat-${id}`, difficulty: 'easy' })),
);
const table = plainTable(
  ['small', 'large'],
  [
    [
      [0, 1e-3, 10],
      [1, 2e-3, 20],
    ],
    [[1, 1e-3, 30], null],
    [
      [0.5, 1e-3, 40],
      [0, 2e-3, 50],
    ],
  ],
);
const models = { models: table.modelIds.map((id) => ({ id, provider: 'p', name: id, tags: [] })) };
const bench = workbench(anExperiment(), dataset, models, table);

it('holds the outcomes and labels of its rows, and nothing of the others', () => {
  const training = trainingOf(bench, Uint32Array.of(0, 1));
  expect([...training.quality]).toEqual([0, 1, 1, Number.NaN, Number.NaN, Number.NaN]);
  expect([...training.costPico]).toEqual([1e9, 2e9, 1e9, Number.NaN, Number.NaN, Number.NaN]);
  expect([...training.latencyMs]).toEqual([10, 20, 30, Number.NaN, Number.NaN, Number.NaN]);
  expect([...training.category.codes]).toEqual([0, 1, -1]);
  expect([...training.difficulty.codes]).toEqual([0, 0, -1]);
});

it('refuses to learn from nothing', () => {
  expect(() => trainingOf(bench, new Uint32Array(0))).toThrow(/train part is empty/);
});

it('fits the same thing once, and another thing, or on other rows, again', () => {
  const training = trainingOf(bench, Uint32Array.of(0, 1));
  let made = 0;
  const make = () => ++made;
  expect(sharedFit(training, { by: 'knn', k: 5 }, make)).toBe(1);
  expect(sharedFit(training, { k: 5, by: 'knn' }, make)).toBe(1);
  expect(sharedFit(training, { by: 'knn', k: 6 }, make)).toBe(2);
  expect(sharedFit(trainingOf(bench, Uint32Array.of(0)), { by: 'knn', k: 5 }, make)).toBe(3);
});
