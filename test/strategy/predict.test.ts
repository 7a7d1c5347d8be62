import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/domain/json.js';
import { DEFAULT_INPUT, type PredictStage } from '../../src/router/config.js';
import { createRouter } from '../../src/router/create-router.js';
import { checkCandidate, fitCandidate, kindOf, needsTraining } from '../../src/strategy/fit.js';
import type { Candidate } from '../../src/strategy/strategy.js';
import { aTraining, topicRows } from '../support/a-training.js';
import { aDataset, anExperiment, aStrategy, runOn } from '../support/an-experiment.js';
import { plainTable } from '../support/table-of.js';

const models = { models: ['m0', 'm1', 'm2', 'm3'].map((id) => ({ id, provider: 'p', name: id, tags: [] })) };
const candidate = (predict: Json, kind: Candidate['kind'] = 'dynamic'): Candidate => ({
  id: 'c',
  strategy: 'c',
  kind,
  parameters: {},
  input: DEFAULT_INPUT,
  pipeline: [{ predict }],
  fallback: [],
});
const training = aTraining(topicRows(120));
const stageOf = (predict: Json, on = training) => fitCandidate(candidate(predict), models, on).config.pipeline[0] as PredictStage;

describe('the policy predict', () => {
  it('is learned, and makes a pipeline dynamic', () => {
    const pipeline = [{ predict: { by: 'ridge' } }];
    expect([needsTraining(pipeline), needsTraining([{ use: 'm0' }])]).toEqual([true, false]);
    expect([kindOf(pipeline), kindOf([...pipeline, { use: 'm0' }])]).toEqual(['dynamic', 'hybrid']);
    expect(() => checkCandidate(candidate({ by: 'ridge' }, 'static'), models)).toThrow(/the pipeline is dynamic/);
    expect(() => fitCandidate(candidate({ by: 'ridge' }), models, null)).toThrow(/nothing to learn from/);
  });

  it('fits once for every way to choose', () => {
    const one = stageOf({ by: 'ridge', utility: { per_usd: 1 } });
    const other = stageOf({ by: 'ridge', good_enough: { at_least: 0.5 } });
    expect(other.quality).toBe(one.quality);
    expect(stageOf({ by: 'ridge', l2: 2 }).quality).not.toBe(one.quality);
    expect(other.select).toEqual({ by: 'good_enough', atLeast: 2 ** 19 });
  });

  it('leaves out models no training query is scored for, unless they are asked for', () => {
    expect(stageOf({ by: 'ridge' }).over).toEqual(['m0', 'm1', 'm2']);
    expect(() => stageOf({ by: 'ridge', over: ['m0', 'm3'] })).toThrow(/predict\.over.*no training query.*m3/);
    expect(stageOf({ by: 'ridge', over: ['m2', 'm0'] }).over).toEqual(['m0', 'm2']);
  });

  it('counts queries by their traffic when it looks for the price of a budget', () => {
    // The dear model gains .6 on proofs and .2 on sums; costs are 1e-3 and 4e-3 USD.
    const rows = Array.from({ length: 80 }, (_, i) =>
      i % 2 === 0 ? ([`a sum of ${i}`, [0.7, 0.9]] as const) : ([`a proof about ${i}`, [0.3, 0.9]] as const),
    );
    const costPico = Float64Array.from({ length: 160 }, (_, i) => (i % 2 === 0 ? 1e9 : 4e9));
    const proofTo = (proofWeight: number): string | undefined => {
      const on = aTraining(rows, { costPico, weight: Float64Array.from(rows, (_, i) => (i % 2 === 0 ? 1 : proofWeight)) });
      // The dear one for proofs comes to 2.5e-3 where half of the traffic is proofs, and to 3.7e-3 where nine in ten are.
      const { config } = fitCandidate(candidate({ by: 'ridge', dimension: 64, budget: { usd_per_query: 2.6e-3 } }), models, on);
      return createRouter(config).route({ messages: [{ role: 'user', content: 'a proof about 7' }] }).models[0];
    };
    expect([proofTo(1), proofTo(9)]).toEqual(['m1', 'm0']);
  });

  it('needs costs where cost counts', () => {
    const free = aTraining(topicRows(60), { costPico: new Float64Array(180).fill(Number.NaN) });
    expect(stageOf({ by: 'ridge' }, free)).not.toHaveProperty('cost');
    expect(() => stageOf({ by: 'ridge', utility: { per_usd: 1 } }, free)).toThrow(/utility\.per_usd.*cost of every model/);
    expect(() => stageOf({ by: 'ridge', budget: { usd_per_query: 1 } }, free)).toThrow(/predict\.budget/);
  });

  it.each<[string, Json, RegExp]>([
    ['an unknown predictor', { by: 'knnn' }, /predict\.by/],
    ['two rules', { by: 'knn', utility: {}, budget: { usd_per_query: 1 } }, /predict\.budget.*beside utility/],
    ['an unknown feature', { by: 'knn', features: ['word'] }, /predict\.features\[0\].*"words"/],
    ['an unknown member', { by: 'knn', l2: 1 }, /predict/],
    ['a dimension that is no power of two', { by: 'ridge', dimension: 1000 }, /dimension.*power of two/],
    ['an unknown part', { by: 'mix', of: [{ by: 'kn' }] }, /predict\.of\[0\]\.by.*unknown predictor/],
    ['a part that is wrong', { by: 'mix', of: [{ by: 'knn', k: 0 }] }, /predict\.of\[0\]\.k/],
    ['an unknown model', { by: 'knn', over: 'm9' }, /predict\.over.*unknown model/],
  ])('refuses %s', (_, predict, message) => {
    expect(() => checkCandidate(candidate(predict), models)).toThrow(message);
  });
});

describe('a run with a learned strategy', () => {
  const rows = topicRows(400);
  const dataset = aDataset(rows.map(([prompt], i) => ({ id: `q${i}`, prompt })));
  const table = plainTable(
    ['m0', 'm1', 'm2'],
    rows.map(([, quality]) => quality.map((one, model) => [one, [1e-3, 2e-3, 1e-4][model] ?? 0, 100] as const)),
  );
  const split = { kind: 'holdout', train: 0.5, validation: 0.2, test: 0.3, groupBy: 'group', nearCopies: null, seed: 3 } as const;
  const swept = (pipeline: Json) => ({ ...aStrategy('learned', [pipeline]), kind: 'dynamic' as const });

  it('beats the best single model on test, is chosen, and repeats its bytes', () => {
    const strategy = swept({ predict: { by: 'ridge', dimension: 512, l2: { $choice: [0.3, 1] } } });
    const run = () => runOn(dataset, table, [strategy], anExperiment({ split }));
    const { body } = run();
    const quality = (id: string): number => body.rows.find((row) => row.id === id)?.metrics['quality.mean']?.value ?? 0;
    expect(body.choice).toMatchObject({ kind: 'chosen', rowId: 'router:learned', test: 'confirmed' });
    expect(quality('router:learned')).toBeGreaterThan(Math.max(...['m0', 'm1', 'm2'].map((id) => quality(`single:${id}`))) + 0.1);
    expect(JSON.stringify(run().body)).toBe(JSON.stringify(body));
    const reliability = body.rows.find(({ id }) => id === 'router:learned')?.reliability;
    expect(reliability?.n).toBe(120);
    expect(reliability?.error).toBeLessThan(0.15);
  });

  it('keeps to a budget on queries it has not seen, near enough', () => {
    const strategy = swept({ predict: { by: 'ridge', dimension: 512, budget: { usd_per_query: 6e-4 } } });
    const { body } = runOn(dataset, table, [strategy], anExperiment({ split }));
    const cost = body.rows.find(({ id }) => id === 'router:learned')?.metrics['cost.mean']?.value ?? 0;
    expect(cost).toBeGreaterThan(4e-4);
    expect(cost).toBeLessThan(8e-4);
  });

  it('is measured on every query when folds take turns, its promises too', () => {
    const strategy = swept({ predict: { by: 'ridge', dimension: 512, calibrate: 'none' } });
    const folds = { kind: 'kfold', folds: 4, groupBy: 'group', nearCopies: null, seed: 3, innerFolds: 3 } as const;
    const { body } = runOn(dataset, table, [strategy], anExperiment({ split: folds }));
    expect(body.rows.find(({ id }) => id === 'router:learned')?.reliability?.n).toBe(400);
  });

  it.each(['clusters', 'factors', 'elo'])('balances quality and cost by the predictions of %s, calibrated by a sigmoid', (by) => {
    const row = (share: number) => {
      const predict = { by, dimension: 512, calibrate: 'platt', balance: { quality: share } };
      const { body } = runOn(dataset, table, [swept({ predict })], anExperiment({ split }));
      return body.rows.find(({ id }) => id === 'router:learned');
    };
    const [cheap, good] = [row(0), row(1)];
    // Model 2 is the cheapest; all for quality asks the model of the topic, and its promises are kept.
    expect(cheap?.metrics['cost.mean']?.value).toBeCloseTo(1e-4, 12);
    expect(good?.metrics['quality.mean']?.value).toBeGreaterThan(0.8);
    expect(good?.reliability?.error).toBeLessThan(0.15);
  });

  it('needs a split with a train part', () => {
    const strategy = swept({ predict: { by: 'ridge' } });
    expect(() => runOn(dataset, table, [strategy], anExperiment())).toThrow(/"learned" learns, and split is none/);
    const empty = anExperiment({ split: { ...split, train: 0, test: 0.8 } });
    expect(() => runOn(dataset, table, [strategy], empty)).toThrow(/the train part is empty/);
  });
});
