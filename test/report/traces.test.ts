import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { withTexts } from '../../src/app/report/read-pack.js';
import { queryColumns } from '../../src/report/pack/query-columns.js';
import { conditionFields, predictedColumns, type TracedRow } from '../../src/report/pack/traces.js';
import { stageText } from '../../src/report/stage-text.js';
import type { PredictStage, RouterConfig, Stage } from '../../src/router/config.js';
import { aPackedRun } from '../support/a-packed-run.js';

const run = aPackedRun();

describe('how a router decided', () => {
  it('is in the pack: the rule that fired, and what its condition saw', async () => {
    const { results, pack, output } = await run;
    const columns = queryColumns(pack.header, gunzipSync(pack.blocks[0] as Uint8Array));
    const index = results.rows.findIndex(({ id }) => id === 'router:by-length');
    const row = columns.row(index);
    const limit = Number(Object.values(results.rows[index]?.parameters ?? {})[0]);
    const [stage] = pack.header.deciders[index]?.stages ?? [];
    expect(stage).toEqual({
      text: 'rules',
      rules: [`when {"prompt.code_points":{"$gt":${limit}}} use lab/large`, 'use lab/medium'],
    });
    const rows = output.bench.rowsIn('test');
    for (let query = 0; query < columns.size; query++) {
      const prompt = output.bench.dataset.queries.messages(rows[query] as number)[0]?.content as string;
      expect(row.seen(query)).toEqual([['prompt.code_points', prompt.length]]);
      expect(row.place(query)).toEqual({ stage: 0, rule: prompt.length > limit ? 0 : 1 });
      expect(row.served[query]).toBe(prompt.length > limit ? 2 : 1);
    }
    const single = results.rows.findIndex(({ id }) => id === 'single:lab/small');
    expect(pack.header.deciders[single]).toBeNull();
    expect(columns.row(single).seen(0)).toEqual([]);
    expect(columns.row(single).expected(0)).toEqual([]);
  });

  it('keeps no signal’s value where texts are left out', async () => {
    const { pack } = await run;
    const [own] = pack.header.deciders.filter((one) => one !== null);
    const spoken = {
      ...pack,
      header: { ...pack.header, signals: { tier: ['gold'] }, deciders: [{ ...own, signals: ['tier'] } as never] },
    };
    const silent = await withTexts(spoken, 'none');
    expect(JSON.stringify(silent.header)).not.toContain('gold');
    expect(silent.header.deciders[0]?.signals).toEqual([]);
  });
});

describe('what a router expected', () => {
  const predict = (select: PredictStage['select']): PredictStage => ({
    kind: 'predict',
    over: ['a', 'b'],
    quality: {} as PredictStage['quality'],
    select,
  });
  const traced = (select: PredictStage['select']): TracedRow => ({
    config: { models: [{ id: 'a' }, { id: 'b' }, { id: 'c' }], pipeline: [predict(select)] } as unknown as RouterConfig,
    feature: () => new Float64Array(),
    scores: (query) =>
      query === 7
        ? undefined
        : [
            { model: 'a', quality: 0.626, score: 4 * 0.5 * 2 ** 20 },
            { model: 'b', quality: 0.9, score: 4 * 0.25 * 2 ** 20 },
          ],
  });

  it('comes to a hundredth, with what each is behind the best after its price', () => {
    const select = { by: 'utility', scale: 4, price: { base: [], perToken: [] } } as const;
    const columns = predictedColumns(traced(select), Uint32Array.from([3, 7]));
    expect(columns.map(({ model }) => model)).toEqual(['a', 'b']);
    expect(columns.map(({ quality }) => [...quality])).toEqual([
      [0.63, Number.NaN],
      [0.9, Number.NaN],
    ]);
    expect(columns.map(({ behind }) => [...behind])).toEqual([
      [0, Number.NaN],
      [0.25, Number.NaN],
    ]);
  });

  it('knows no distance where scores are no qualities', () => {
    const [a] = predictedColumns(traced({ by: 'good_enough', atLeast: 2 ** 19 }), Uint32Array.from([3]));
    expect([...(a?.behind ?? [])]).toEqual([Number.NaN]);
    expect(predictedColumns({ ...traced({ by: 'good_enough', atLeast: 1 }), scores: null }, Uint32Array.from([3]))).toEqual([]);
  });
});

describe('a stage in words', () => {
  const one = { quality: {} as PredictStage['quality'] };
  it.each<[Stage, string]>([
    [{ kind: 'filter', when: { 'signals.tier': 'gold' }, allow: ['a'] }, 'filter when {"signals.tier":"gold"}: only a'],
    [{ kind: 'context', outputTokens: 100 }, 'context: only models that hold the request and an answer of 100 tokens'],
    [
      { kind: 'classify', by: 'learned', classes: ['x', 'y'], chances: one.quality, margin: 2 ** 19, otherwise: 'z' },
      'classify: the likeliest of x, y; z unless ahead by 0.500',
    ],
    [
      {
        kind: 'split',
        salt: 's',
        weights: [
          { model: 'a', weight: 1 },
          { model: 'b', weight: 3 },
        ],
      },
      'split: a 1 : b 3',
    ],
    [
      { kind: 'predict', over: ['a', 'b'], ...one, select: { by: 'good_enough', atLeast: 2 ** 19 } },
      'predict: of a, b the cheapest whose predicted quality is at least 0.500, else the best',
    ],
    [
      { kind: 'predict', over: ['a'], ...one, select: { by: 'balance', share: 2 ** 15 } },
      'predict: of a the best mix of predicted quality (0.500) and cheapness',
    ],
    [
      { kind: 'cascade', order: ['a', 'b'], accept: { 'answer.confidence': { $gte: 0.8 } }, most: 1 },
      'cascade: a → b until {"answer.confidence":{"$gte":0.8}}, at most 1 up',
    ],
    [{ kind: 'stick', remember: 64 }, 'stick: a session keeps its model'],
  ])('%j', (stage, text) => {
    expect(stageText(stage)).toEqual({ text, rules: [] });
  });

  it('names its rules, and the fields of its conditions', () => {
    const classify: Stage = {
      kind: 'classify',
      by: 'rules',
      categories: [{ name: 'faq', when: { $or: [{ 'prompt.tokens': { $lt: 9 } }, { 'signals.tier': 'free' }] } }],
    };
    expect(stageText(classify).rules).toEqual(['when {"$or":[{"prompt.tokens":{"$lt":9}},{"signals.tier":"free"}]} faq']);
    expect(conditionFields([classify])).toEqual({ features: ['prompt.tokens'], signals: ['tier'] });
    const long: Stage = { kind: 'rules', rules: [{ when: { 'prompt.text': { $regex: 'x'.repeat(9_999) } }, use: 'a' }] };
    expect(stageText(long).rules[0]?.length).toBeLessThan(450);
  });
});
