import { describe, expect, it } from 'vitest';
import { describeDataset } from '../../src/experiment/describe/describe-dataset.js';
import { describeModels } from '../../src/experiment/describe/describe-models.js';
import { workbench } from '../../src/experiment/workbench.js';
import { aDataset, anExperiment } from '../support/an-experiment.js';
import { type Sample, tableOf } from '../support/table-of.js';

const dataset = aDataset([
  { id: 'a', prompt: 'eight ch', category: 'x', signals: { tier: 'pro' } },
  { id: 'b', prompt: 'eight ch', category: 'x', signals: { tier: 'free' } },
  { id: 'c', prompt: 'twelve chars', category: 'y', signals: { tier: 'pro' } },
  { id: 'd', prompt: 'more', category: 'y' },
]);
const ok = (quality: number, costUsd: number): Sample[] => [{ quality, costUsd, latencyMs: 100 }];
const table = tableOf(
  ['small', 'large'],
  [
    [ok(1, 1), ok(1, 3)],
    [ok(0, 1), ok(1, 3)],
    [ok(1, 1), [{ error: true }]],
    [[{ costUsd: 1 }], []],
  ],
);
const list = {
  pricedAt: '2026-01-01',
  models: [
    { id: 'small', provider: 'p', name: 'small', tags: ['s'], price: { inputUsdPerMTok: 1 }, pricedAt: '2025-05-05' },
    { id: 'unused', provider: 'p', name: 'unused', tags: [] },
    { id: 'large', provider: 'p', name: 'large', tags: [], price: { inputUsdPerMTok: 2 } },
  ],
};
const bench = workbench(anExperiment(), dataset, list, table);

describe('describeDataset', () => {
  const described = describeDataset(bench);

  it('counts queries, repeats, signals and prompt tokens', () => {
    expect(described).toMatchObject({ queries: 4, groups: 3, repeatedPrompts: 1, parts: [], withReference: 0 });
    // ceil(8 / 4), twice, ceil(12 / 4), ceil(4 / 4).
    expect(described.promptTokens).toEqual({ median: 2, p95: 3, most: 3, total: 8 });
    expect(described.signals).toEqual([
      {
        name: 'tier',
        known: 3,
        distinct: 2,
        values: [
          { value: 'pro', n: 2 },
          { value: 'free', n: 1 },
        ],
      },
    ]);
  });

  it('sorts every cell into ok, error, unscored or missing', () => {
    expect(described.coverage).toEqual([
      { modelId: 'small', ok: 3, error: 0, unscored: 1, missing: 0 },
      { modelId: 'large', ok: 2, error: 1, unscored: 0, missing: 1 },
    ]);
  });

  it('gives the headroom of the complete queries, over all and by category', () => {
    // Complete: a, b, c. small 2/3, large 2/3 (a failed call serves nothing): the earlier one is called best; the oracle has all.
    expect(described.complete).toBe(3);
    expect(described.headroom?.bestSingle).toEqual({ modelId: 'small', quality: 2 / 3 });
    expect(described.headroom).toMatchObject({ oracleQuality: 1, choiceMatters: 2 / 3, anyRight: 1 });
    expect(described.categories.map(({ category, n, headroom }) => [category, n, headroom?.bestSingle])).toEqual([
      ['x', 2, { modelId: 'large', quality: 1 }],
      ['y', 2, { modelId: 'small', quality: 1 }],
    ]);
  });

  it('describes a dataset of which nothing is recorded', () => {
    const bare = describeDataset(workbench(anExperiment(), dataset, list, tableOf([], [[], [], [], []])));
    expect(bare).toMatchObject({ queries: 4, coverage: [], complete: 0, headroom: null });
  });
});

describe('describeModels', () => {
  it('has every model of the file with its price, recordings and means over the complete queries', () => {
    const [small, unused, large] = describeModels(bench, list);
    expect(small).toMatchObject({ pricedAt: '2025-05-05', recordings: 4, errors: 0, quality: 2 / 3, cost: 1, latencyMs: 100 });
    expect(unused).toMatchObject({ modelId: 'unused', price: null, recordings: 0, quality: null, cost: null, latencyMs: null });
    expect(unused?.coverage).toEqual({ ok: 0, error: 0, unscored: 0, missing: 4 });
    expect(large).toMatchObject({ pricedAt: '2026-01-01', recordings: 3, errors: 1, unbilled: 1, quality: 2 / 3, cost: 2 });
  });
});
