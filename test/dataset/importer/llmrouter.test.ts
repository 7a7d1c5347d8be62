import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, test } from 'vitest';
import { llmrouter } from '../../../src/dataset/importer/llmrouter.js';
import type { GivenOptions } from '../../../src/dataset/importer/source/import-settings.js';
import { importItems, importSource, only } from '../../conformance/import-suite.js';
import { sourceFolder } from '../../support/source-files.js';
import { PRICES, routingRow, sampleDcRouter, sampleRouting } from './sample-llmrouter.js';

const read = (path: string, set: string, options: GivenOptions = {}) =>
  importItems(llmrouter, importSource(llmrouter, path, set, options));
const notes = (items: Awaited<ReturnType<typeof read>>) => only(items, 'note').map(({ message }) => message);

describe('dcrouter', () => {
  let folder = '';
  beforeEach(() => {
    folder = sampleDcRouter();
  });

  test('questions are numbered, tasks and answers joined from the query file, split on line feeds only', async () => {
    const items = await read(folder, 'dcrouter');
    expect(only(items, 'query').map(({ query, label }) => [query.id, query.prompt, label.category, label.reference])).toEqual([
      ['dcrouter_train-1', 'One\u0085two?', 'math', '2'],
      ['dcrouter_train-2', 'Twice?', 'arc', 'C'],
      ['dcrouter_train-3', 'Unknown?', undefined, undefined],
    ]);
    expect(notes(items)).toEqual([
      '1 questions stand again in the query files with another task or answer: the first is taken',
      '1 questions are in no query file: they have no category',
      'no tokens or no prices: cost is the share of calls to large (an estimate in USD: --assume-output-tokens 256)',
    ]);
  });

  test('scores are qualities, null is missing, models have the list’s names and prices', async () => {
    const items = await read(folder, 'dcrouter');
    expect(only(items, 'recording').map(({ recording: { queryId, modelId, quality } }) => [queryId, modelId, quality])).toEqual([
      ['dcrouter_train-1', 'small', 1],
      ['dcrouter_train-1', 'large', 0.5],
      ['dcrouter_train-2', 'small', 0],
      ['dcrouter_train-2', 'large', 1],
      ['dcrouter_train-3', 'large', 1],
      ['dcrouter_train-3', 'other', 0.25],
    ]);
    expect(only(items, 'model').map(({ model }) => model)).toEqual([
      {
        id: 'small',
        provider: 'cloud',
        name: 'maker/small-1b',
        tags: [],
        price: { inputUsdPerMTok: 0.5, outputUsdPerMTok: 1 },
      },
      { id: 'large', provider: 'cloud', name: 'maker/large-9b', tags: [], price: { inputUsdPerMTok: 2, outputUsdPerMTok: 4 } },
      { id: 'other', provider: 'unknown', name: 'other', tags: [] },
    ]);
    expect(only(items, 'experiment')[0]?.settings).toEqual({
      name: 'llmrouter-dcrouter',
      scorer: { type: 'given' },
      split: 'none',
      cost: { by: 'calls', model: 'large' },
      rightAt: 'any',
      priceSource: 'llm.json',
    });
  });

  test('costs are estimated only when asked, and then marked', async () => {
    const items = await read(folder, 'dcrouter', { 'assume-output-tokens': 256 });
    // 'One\u0085two?' has 8 code points: 2 tokens.
    expect(only(items, 'recording')[0]?.recording.usage).toEqual({ inputTokens: 2, outputTokens: 256, estimated: true });
    expect(only(items, 'experiment')[0]?.settings.cost).toEqual({ by: 'usd' });
    expect(notes(items).at(-1)).toContain('costs are estimates');
    rmSync(join(folder, 'llm.json'));
    const without = await read(folder, 'dcrouter', { 'assume-output-tokens': 256 });
    expect(notes(without)).toContain('no costs could be estimated: no model has a price');
    expect(only(without, 'experiment')[0]?.settings.cost).toEqual({ by: 'calls', model: 'large' });
    await expect(read(folder, 'dcrouter', { 'assume-output-tokens': 1.5 })).rejects.toThrow('a whole number');
  });

  test('of several files, the part in the name is each query’s; nothing is split by it unasked', async () => {
    writeFileSync(join(folder, 'dcrouter_test.json'), JSON.stringify([{ question: 'New?', scores: { small: 1 } }]));
    const items = await read(folder, 'dcrouter');
    expect(only(items, 'query').map(({ query, label }) => [query.id, label.split])).toEqual([
      ['dcrouter_test-1', 'test'],
      ['dcrouter_train-1', 'train'],
      ['dcrouter_train-2', 'train'],
      ['dcrouter_train-3', 'train'],
    ]);
    expect(only(items, 'experiment')[0]?.settings.split).toBe('none');
    const one = await read(join(folder, 'dcrouter_test.json'), 'dcrouter');
    expect(only(one, 'query').map(({ query, label }) => [query.id, label.split])).toEqual([['dcrouter_test-1', undefined]]);
  });

  test('wrong scores and questions are problems with their line, all of them; a cut file is an error', async () => {
    const file = join(folder, 'dcrouter_train.json');
    writeFileSync(
      file,
      '[\n{"question": "a", "scores": {"m": 2}},\n{"question": 1, "scores": {}},\n{"question": "b", "scores": {"m": 1}}\n]',
    );
    const problems = only(await read(folder, 'dcrouter'), 'problem').map(({ problem }) => [problem.line, problem.field]);
    expect(problems).toEqual([
      [2, 'scores.m'],
      [3, 'question'],
      [3, 'scores'],
      [3, 'question'],
    ]);
    writeFileSync(file, '[\n{"question": "a", "scores": {"m": 1}},\n{"question": "b", "sco');
    await expect(read(folder, 'dcrouter')).rejects.toThrow('dcrouter_train.json:3  not JSON: the file ends too early');
  });

  test('a price list of another form is refused, naming the model', async () => {
    const file = join(folder, 'other.json');
    writeFileSync(file, JSON.stringify({ ...PRICES, odd: { input_price: 'free' } }));
    await expect(read(folder, 'dcrouter', { prices: file })).rejects.toThrow(
      'odd.input_price  not a value of this field (got "free")',
    );
    writeFileSync(file, '[]');
    await expect(read(folder, 'dcrouter', { prices: file })).rejects.toThrow('not a price list of LLMRouter');
  });

  test('a second price list is named as not read', async () => {
    writeFileSync(join(folder, 'llm_embeddings.json'), JSON.stringify(PRICES));
    expect(notes(await read(folder, 'dcrouter'))[0]).toBe('prices are those of llm.json; not read: llm_embeddings.json');
  });
});

describe('routing rows', () => {
  test('a query is task, text, answer and metric; seconds become milliseconds; a failed call is an error', async () => {
    const items = await read(sampleRouting(), 'routing');
    expect(only(items, 'query').map(({ query, label }) => [query.id, query.prompt, label.reference])).toEqual([
      ['math-1', 'One?', '2'],
      ['math-2', 'Two?', '2'],
      ['math-3', 'One?', '3'],
    ]);
    const base = { key: null, sample: 0 };
    const usual = { usage: { inputTokens: 100, outputTokens: 20 }, timing: { latencyMs: 1500 } };
    const large = { ...base, modelId: 'large' };
    const small = { ...base, modelId: 'small', answer: { text: 'small says 2' } };
    expect(only(items, 'recording').map(({ recording }) => recording)).toEqual([
      { ...large, ...usual, queryId: 'math-1', answer: { text: 'large says 2' }, quality: 0.75 },
      { ...large, queryId: 'math-2', error: { kind: 'failed', message: 'ERROR: timed out' } },
      { ...small, ...usual, queryId: 'math-1', usage: { inputTokens: 9, outputTokens: 8 }, quality: 1 },
      { ...small, ...usual, queryId: 'math-2' },
      { ...small, ...usual, queryId: 'math-3', quality: 1 },
    ]);
    expect(only(items, 'skipped').map(({ line, key }) => [line, key])).toEqual([[3, 'math-1 large']]);
    expect(notes(items)).toEqual([expect.stringContaining('their split is by row, leaks, and is not taken over')]);
    expect(only(items, 'experiment')[0]?.settings).toMatchObject({ name: 'llmrouter-routing', cost: { by: 'usd' } });
  });

  test('wrong values are problems with line and field', async () => {
    const folder = sourceFolder({
      'r.jsonl': [
        routingRow('a', 'm'),
        routingRow('b', 'm', { performance: 1.5, prompt_tokens: 2.5 }),
        routingRow('c', '', { response_time: -1 }),
      ],
    });
    const problems = only(await read(folder, 'routing'), 'problem').map(({ problem }) => [problem.line, problem.field]);
    expect(problems).toEqual([
      [2, 'performance'],
      [2, 'prompt_tokens'],
      [3, 'response_time'],
      [3, 'model_name'],
    ]);
  });
});

test('sets are what a path holds, told by content; a file is read alone, with what lies beside it', async () => {
  const folder = sampleDcRouter();
  expect(await llmrouter.sets(folder)).toEqual(['dcrouter']);
  writeFileSync(join(folder, 'rows.jsonl'), JSON.stringify(routingRow('q', 'm')));
  expect(await llmrouter.sets(folder)).toEqual(['dcrouter', 'routing']);
  expect(await llmrouter.sets(join(folder, 'rows.jsonl'))).toEqual(['routing']);
  expect(await llmrouter.detect(join(folder, 'llm.json'))).toBe(false);
  await expect(read(join(folder, 'llm.json'), 'dcrouter')).rejects.toThrow('no dcrouter data here');
});

const REAL = '../shared/data/llmrouter';

describe.skipIf(!existsSync(REAL))('the real files (needs ../shared/data)', () => {
  test('5,608 questions of 14 tasks, each with nine scores; the known means', async () => {
    const items = await read(REAL, 'dcrouter');
    const tasks = new Map(only(items, 'query').map(({ query, label }) => [query.id, label.category]));
    expect([tasks.size, new Set(tasks.values()).size]).toEqual([5608, 14]);
    const sums = new Map<string, number>();
    const best = new Map<string, number>();
    for (const { recording } of only(items, 'recording')) {
      const quality = recording.quality ?? Number.NaN;
      sums.set(recording.modelId, (sums.get(recording.modelId) ?? 0) + quality);
      best.set(recording.queryId, Math.max(best.get(recording.queryId) ?? 0, quality));
    }
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / 5608;
    expect(Math.max(...sums.values()) / 5608).toBeCloseTo(0.621323, 6);
    expect(mean([...sums.values()]) / 9).toBeCloseTo(0.428791, 6);
    expect(mean([...best.values()])).toBeCloseTo(0.801722, 6);
    expect(notes(items)[0]).toContain('8 questions stand again');
  });
});
