import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { omnisbench } from '../../../src/dataset/importer/omnisbench.js';
import type { GivenOptions } from '../../../src/dataset/importer/source/import-settings.js';
import { importItems, importSource, only } from '../../conformance/import-suite.js';
import { sourceFolder } from '../../support/source-files.js';
import { DATED_PRICES, OMNIS_ITEMS, omnisItem, omnisResults, sampleOmnisBench } from './sample-omnisbench.js';

const read = (path: string, options: GivenOptions = {}) =>
  importItems(omnisbench, importSource(omnisbench, path, undefined, options));
const notes = (items: Awaited<ReturnType<typeof read>>) => only(items, 'note').map(({ message }) => message);

let folder = '';
beforeEach(() => {
  folder = sampleOmnisBench();
});

describe('items', () => {
  test('prompts and references come from the prompt files; items that were not run are not queries', async () => {
    const items = await read(folder);
    expect(only(items, 'query').map(({ query, label }) => [query.id, query.prompt, label.category, label.reference])).toEqual([
      ['sums/a', '1 + 1?', 'sums', '2'],
      ['sums/b', '2 + 2?', 'sums', ['4', 'four']],
    ]);
    expect(only(items, 'skipped').filter(({ what }) => what === 'query')).toMatchObject([
      { key: 'sums/lost', reason: 'no prompt in the files of prompts' },
    ]);
  });

  test('one recording an item and model; a single model’s own row comes before what another policy paid', async () => {
    const items = await read(folder);
    const found = only(items, 'recording').map(({ recording }) => recording);
    expect(found.map(({ queryId, modelId, quality, costUsd }) => [queryId, modelId, quality, costUsd])).toEqual([
      ['sums/a', 'lab/big', 1, 0.003],
      ['sums/b', 'lab/big', 0, 0.003],
      ['sums/a', 'lab/cheap', 0, 0.0001],
      ['sums/b', 'lab/cheap', 1, 0.0001],
    ]);
    expect(found[0]).toEqual({
      key: null,
      queryId: 'sums/a',
      modelId: 'lab/big',
      sample: 0,
      answer: { text: 'lab/big on a' },
      usage: { inputTokens: 100, outputTokens: 100 },
      timing: { latencyMs: 1500.25 },
      costUsd: 0.003,
      quality: 1,
    });
    expect(only(items, 'skipped').filter(({ what }) => what === 'recording')).toMatchObject([
      { key: 'sums/a lab/big', reason: 'the same answer, by another policy' },
      { key: 'sums/b lab/cheap', reason: 'the same answer, by another policy' },
    ]);
  });

  test('policies that mix models are decisions; what they paid beyond one call is told', async () => {
    const items = await read(folder);
    expect(only(items, 'decision').map(({ strategy, queryId, modelId }) => [strategy, queryId, modelId])).toEqual([
      ['cascade', 'sums/a', 'lab/big'],
      ['cascade', 'sums/b', 'lab/cheap'],
    ]);
    expect(notes(items)).toEqual([
      "policy always_big always chose lab/big: it is that model's row",
      "policy always_cheap always chose lab/cheap: it is that model's row",
      'policy cascade: 1 items cost other than one call of the model chosen; a decision replays as one call',
    ]);
  });

  test('an answer that differs from the first one of its model is left out under its own reason', async () => {
    const more = [
      ...OMNIS_ITEMS,
      omnisItem('again', 'a', 'lab/big', false, { response_text: 'other' }),
      omnisItem('again', 'b', 'lab/cheap', true),
      omnisItem('cascade', 'b', 'lab/big', true),
    ];
    writeFileSync(join(folder, 'results.json'), JSON.stringify(omnisResults(more)));
    const reasons = only(await read(folder), 'skipped').map(({ key, reason }) => [key, reason]);
    expect(reasons).toContainEqual(['sums/a lab/big', 'another answer of the model to the item: the first is kept']);
    expect(reasons).toContainEqual(['cascade sums/b', 'second decision of cascade on the same item']);
  });
});

describe('prices', () => {
  test('are the dated list’s, whose date and name enter the workspace', async () => {
    const items = await read(folder);
    expect(only(items, 'model').map(({ model }) => [model.id, model.provider, model.price])).toEqual([
      ['lab/big', 'lab', { inputUsdPerMTok: 5, outputUsdPerMTok: 25 }],
      ['lab/cheap', 'lab', { inputUsdPerMTok: 0.05, outputUsdPerMTok: 0.4 }],
    ]);
    expect(only(items, 'experiment')[0]?.settings).toEqual({
      name: 'omnisbench',
      scorer: { type: 'given' },
      split: 'none',
      cost: { by: 'usd' },
      pricedAt: '2026-02-03',
      priceSource: '2026-02-03.yaml',
    });
  });

  test('of several lists, the one of the results’ snapshot is taken; other YAML is no list', async () => {
    writeFileSync(join(folder, '2025-01-01.yaml'), DATED_PRICES.replace('2026-02-03', '2025-01-01').replace('5.00', '9'));
    writeFileSync(join(folder, 'a-run.yaml'), 'datasets: [x]\n');
    expect(only(await read(folder), 'experiment')[0]?.settings.pricedAt).toBe('2026-02-03');
    const other = { prices: join(folder, '2025-01-01.yaml') };
    expect(only(await read(folder, other), 'model')[0]?.model.price?.inputUsdPerMTok).toBe(9);
    await expect(read(folder, { prices: join(folder, 'a-run.yaml') })).rejects.toThrow('a-run.yaml:1  models  no prices');
    await expect(read(folder, { prices: join(folder, 'absent.yaml') })).rejects.toThrow('absent.yaml  no such file');
    writeFileSync(join(folder, 'bad.yaml'), 'snapshot_date: x\nmodels: { "lab/big": { input_per_mtok: free } }\n');
    await expect(read(folder, { prices: join(folder, 'bad.yaml') })).rejects.toThrow('models.lab/big.input_per_mtok');
  });

  test('a cost of 0 of a model that was not priced is missing', async () => {
    const items = [
      omnisItem('p', 'a', 'lab/new', true, { cost_usd: 0 }),
      omnisItem('p', 'b', 'lab/new', true, { cost_usd: 0, input_tokens: 0, output_tokens: 0 }),
    ];
    writeFileSync(join(folder, 'results.json'), JSON.stringify(omnisResults(items, ['lab/new'])));
    const found = await read(folder);
    expect(only(found, 'recording').map(({ recording }) => recording.costUsd)).toEqual([undefined, 0]);
    expect(notes(found)).toContain('1 × a cost of 0 for tokens of a model without a price, taken as missing');
  });
});

describe('files', () => {
  test('prompts and prices are also found where the project keeps them', async () => {
    const project = sourceFolder({
      'runs/first/results.json': omnisResults(OMNIS_ITEMS),
      'data/sums.jsonl': [
        { id: 'a', prompt: 'A', reference: 1 },
        { id: 'b', prompt: 'B' },
      ],
      'config/pricing/2026-02-03.yaml': DATED_PRICES,
    });
    const items = await read(join(project, 'runs', 'first', 'results.json'));
    expect(only(items, 'query').map(({ label }) => label.reference)).toEqual([1, undefined]);
    expect(only(items, 'experiment')[0]?.settings.pricedAt).toBe('2026-02-03');
  });

  test('the same item id in two data sets is two queries, each from the file of its name', async () => {
    const both = [omnisItem('p', 'a', 'm', true), omnisItem('p', 'a', 'm', false, { dataset: 'words' })];
    const path = sourceFolder({
      'results.json': omnisResults(both),
      'sums.jsonl': [{ id: 'a', prompt: 'sum' }],
      'words.jsonl': [{ id: 'a', prompt: 'word' }],
    });
    expect(only(await read(path), 'query').map(({ query }) => [query.id, query.prompt])).toEqual([
      ['sums/a', 'sum'],
      ['words/a', 'word'],
    ]);
    const shared = sourceFolder({ 'results.json': omnisResults(both), 'all.jsonl': [{ id: 'a', prompt: 'one for both' }] });
    expect(only(await read(shared), 'query').map(({ query }) => query.id)).toEqual(['sums/a', 'words/a']);
  });

  test('wrong items are problems with line and field; no prompts at all is an error that names the option', async () => {
    const wrong = [omnisItem('p', 'a', 'm', true, { latency_ms: 'fast' }), { policy: 'p' }];
    writeFileSync(join(folder, 'results.json'), JSON.stringify(omnisResults(wrong), null, 1));
    const problems = only(await read(folder), 'problem').map(({ problem }) => problem);
    expect(problems).toMatchObject([{ field: 'latency_ms', value: '"fast"' }, { message: 'not an item' }]);
    expect(problems[0]?.line).toBeGreaterThan(10);
    rmSync(join(folder, 'sums.jsonl'));
    await expect(read(folder)).rejects.toMatchObject({ problems: [{ hint: expect.stringContaining('--prompts') }] });
    writeFileSync(join(folder, 'results.json'), JSON.stringify(omnisResults(OMNIS_ITEMS)).slice(0, -40));
    await expect(read(folder)).rejects.toThrow('results.json:1  not JSON: the file ends too early');
  });
});

const REAL = '../shared/data/omnisbench';

describe.skipIf(!existsSync(REAL))('the real files (needs ../shared/data)', () => {
  test('364 items, two complete models, the published accuracies and bills', async () => {
    const items = await read(REAL);
    expect(only(items, 'query').length).toBe(364);
    const totals = new Map<string, { n: number; right: number; usd: number }>();
    for (const { recording } of only(items, 'recording')) {
      const total = totals.get(recording.modelId) ?? { n: 0, right: 0, usd: 0 };
      const { quality = Number.NaN, costUsd = Number.NaN } = recording;
      totals.set(recording.modelId, { n: total.n + 1, right: total.right + quality, usd: total.usd + costUsd });
    }
    const complete = [...totals].filter(([, { n }]) => n === 364);
    expect(complete.map(([id, { right, usd }]) => [id, right, Number(usd.toFixed(6))])).toEqual([
      ['anthropic/claude-opus-5', 361, 2.27571],
      ['openai/gpt-5-nano', 344, 0.15685],
    ]);
    expect(new Set(only(items, 'decision').map(({ strategy }) => strategy))).toEqual(new Set(['random', 'oracle']));
  });
});
