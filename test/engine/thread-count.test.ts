import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { drive } from '../../src/engine/engine.js';
import { threads } from '../../src/engine/threads.js';
import { runExperiment, runWork } from '../../src/experiment/run.js';
import { hash32 } from '../../src/stats/hash.js';
import { aDataset, anExperiment, aStrategy, runInputOf } from '../support/an-experiment.js';
import { plainTable } from '../support/table-of.js';

const engines = [1, 2, 3].map((count) => threads(pathToFileURL(resolve('dist/app/worker/worker.js')), count));
afterAll(() => Promise.all(engines.map((engine) => engine.close())));

/** Some experiment: a rule with a range, a learner, a split of either kind. */
function experimentOf({ seed, size, models, folds }: { seed: number; size: number; models: number; folds: number }) {
  const names = Array.from({ length: models }, (_, model) => `m${model}`);
  const dataset = aDataset(
    Array.from({ length: size }, (_, row) => ({
      id: `q${row}`,
      prompt: `case ${row} ${['invoice', 'parser stack', 'clause contract law'][hash32(seed, row, 0) % 3]}`,
      category: `${hash32(seed, row, 0) % 3}`,
    })),
  );
  const table = plainTable(
    names,
    Array.from({ length: size }, (_, row) =>
      names.map((_name, model) => [hash32(seed, row, model + 1) % 3 === 0 ? 0 : 1, (model + 1) * 1e-3, 10 + model] as const),
    ),
  );
  const last = names.at(-1) as string;
  const strategies = [
    aStrategy('rules', [{ rules: [{ when: { 'prompt.tokens': { $gt: { $choice: [4, 6] } } }, use: last }, { use: 'm0' }] }]),
    { ...aStrategy('near', [{ predict: { by: 'knn', k: { $choice: [3, 5] }, features: ['words'] } }]), kind: 'dynamic' as const },
  ];
  const deal = { groupBy: 'group', nearCopies: null, seed } as const;
  const experiment = anExperiment({
    split:
      folds < 2
        ? { kind: 'holdout', train: 0.4, validation: 0.3, test: 0.3, ...deal }
        : { kind: 'kfold', folds, innerFolds: 2, ...deal },
    reference: last,
    bootstrap: { replicates: 40, seed, confidence: 0.95 },
  });
  return runInputOf(dataset, table, strategies, experiment);
}

it('comes to the same on one thread, on two and on three as on none, whatever the experiment', async () => {
  const asked = fc.record({
    seed: fc.nat(1000),
    size: fc.integer({ min: 40, max: 60 }),
    models: fc.integer({ min: 2, max: 3 }),
    folds: fc.integer({ min: 1, max: 3 }),
  });
  await fc.assert(
    fc.asyncProperty(asked, async (one) => {
      const here = JSON.stringify(runExperiment(experimentOf(one)).body);
      for (const engine of engines) expect(JSON.stringify((await drive(runWork(experimentOf(one)), engine)).body)).toBe(here);
    }),
    { numRuns: 3 },
  );
});
