import { describe, expect, test } from 'vitest';
import { routereval } from '../../../src/dataset/importer/routereval.js';
import type { GivenOptions } from '../../../src/dataset/importer/source/import-settings.js';
import { importItems, importSource, only } from '../../conformance/import-suite.js';
import { floats, npy, texts, zip } from '../../support/npz.js';
import { tempFile } from '../../support/temp-file.js';
import { poolsNpz, poolsObject } from './sample-routereval.js';

const read = (path: string, set?: string, options: GivenOptions = {}) =>
  importItems(routereval, importSource(routereval, path, set, options));
const POOL = 'easy/2/all_strong';

test('the sets are the pools; parts, prompts and models of one; no cost, so calls of the best model', async () => {
  const path = tempFile('arc.npz', poolsNpz());
  expect(await routereval.detect(path)).toBe(true);
  expect(await routereval.sets(path)).toEqual([POOL, 'hard/2/all_weak']);
  const items = await read(path, POOL);
  expect(only(items, 'query').map(({ query, label }) => ({ query, label }))).toEqual([
    { query: { id: 'train-1', prompt: 'one' }, label: { queryId: 'train-1', split: 'train' } },
    { query: { id: 'train-2', prompt: 'two' }, label: { queryId: 'train-2', split: 'train' } },
    { query: { id: 'val-1', prompt: 'three' }, label: { queryId: 'val-1', split: 'validation' } },
    { query: { id: 'test-1', prompt: 'four' }, label: { queryId: 'test-1', split: 'test' } },
  ]);
  expect(only(items, 'recording').map(({ recording }) => recording)).toEqual([
    { key: null, queryId: 'train-1', modelId: 'org/a', sample: 0, quality: 1 },
    { key: null, queryId: 'train-1', modelId: 'b', sample: 0, quality: 0.5 },
    { key: null, queryId: 'train-2', modelId: 'b', sample: 0, quality: 0 },
    { key: null, queryId: 'val-1', modelId: 'org/a', sample: 0, quality: 1 },
    { key: null, queryId: 'val-1', modelId: 'b', sample: 0, quality: 1 },
    { key: null, queryId: 'test-1', modelId: 'org/a', sample: 0, quality: 0 },
    { key: null, queryId: 'test-1', modelId: 'b', sample: 0, quality: 1 },
  ]);
  expect(only(items, 'model').map(({ model }) => [model.id, model.provider])).toEqual([
    ['org/a', 'org'],
    ['b', 'unknown'],
  ]);
  expect(only(items, 'note').map(({ message }) => message)).toEqual([
    'no costs in this source: cost is the share of calls to the best model',
  ]);
  // Means: org/a 2 of 3, b 2.5 of 4.
  expect(only(items, 'experiment')[0]?.settings).toEqual({
    name: 'arc-easy-2-all_strong',
    scorer: { type: 'given' },
    split: 'column',
    cost: { by: 'calls', model: 'org/a' },
  });
});

test('the same in JSON says the same', async () => {
  const path = tempFile('arc.json', JSON.stringify(poolsObject()));
  expect(await routereval.detect(path)).toBe(true);
  expect(await routereval.sets(path)).toEqual([POOL, 'hard/2/all_weak']);
  const npz = tempFile('arc.npz', poolsNpz());
  for (const pool of [POOL, 'hard/2/all_weak']) expect(await read(path, pool)).toEqual(await read(npz, pool));
});

test('scores without pools are one set; one part alone needs no split', async () => {
  const single = { model: ['a', 'b'], prompt: { test_prompt: ['p'] }, data: { test_score: [[true, false]] } };
  const path = tempFile('one.json', JSON.stringify(single));
  expect(await routereval.sets(path)).toEqual([]);
  const items = await read(path);
  expect(only(items, 'recording').map(({ recording }) => recording.quality)).toEqual([1, 0]);
  expect(only(items, 'experiment')[0]?.settings).toMatchObject({ name: 'one', split: 'none' });
});

describe('prompts', () => {
  const scores = zip({ 'p/test_score.npy': floats([[1, 0]]) });

  test('may stand in another file, or be left out on purpose', async () => {
    const path = tempFile('s.npz', scores);
    const prompts = tempFile('p.json', '{"prompt": {"test_prompt": ["from elsewhere"]}}');
    expect(only(await read(path, 'p', { prompts }), 'query')[0]?.query.prompt).toBe('from elsewhere');
    const items = await read(path, 'p', { 'without-prompts': true });
    expect(only(items, 'query')[0]?.query).toEqual({ id: 'test-1', prompt: 'test-1' });
    expect(only(items, 'note').map(({ message }) => message)).toContain(
      'without prompts: what routers make of prompts means nothing here',
    );
    expect(only(items, 'model').map(({ model }) => model.id)).toEqual(['model-1', 'model-2']);
    expect(only(items, 'note')[0]?.message).toBe('no array p/model: models are numbered');
  });

  test('are asked for where there are none', async () => {
    await expect(read(tempFile('s.npz', scores), 'p')).rejects.toThrow(
      /s\.npz {2}test_prompt {2}no such prompts here; accepted: p\/test_prompt, test_prompt/,
    );
  });

  test('an empty one is left out with its scores', async () => {
    const path = tempFile('e.npz', zip({ 'test_score.npy': floats([[1], [0]]), 'test_prompt.npy': texts(['', 'x']) }));
    const items = await read(path);
    expect(only(items, 'skipped').map(({ key, reason }) => [key, reason])).toEqual([['test-1', 'no prompt']]);
    expect(only(items, 'recording').length).toBe(1);
  });
});

describe('mistakes', () => {
  const of = (files: Record<string, Buffer>) => tempFile('x.npz', zip({ 'test_prompt.npy': texts(['a', 'b']), ...files }));

  test('scores outside 0..1 are told with their row and column', async () => {
    const path = of({
      'test_score.npy': floats([
        [1, 2],
        [-1, 0],
      ]),
    });
    expect(only(await read(path), 'problem').map(({ problem }) => [problem.field, problem.value])).toEqual([
      ['test_score[0, 1]', '2'],
      ['test_score[1, 0]', '-1'],
    ]);
    expect(only(await read(path, undefined, { scale: 2 }), 'problem').length).toBe(1);
    expect(only(await read(of({ 'test_score.npy': texts(['1', '0']) })), 'problem')[0]?.problem.value).toBe('1');
  });

  test.each<[Record<string, Buffer>, string]>([
    [{ 'test_score.npy': floats([[1]]) }, 'test_score  there are more prompts than its 1 rows'],
    [{ 'test_score.npy': floats([[1], [1], [1]]) }, 'test_score  there are only 2 prompts'],
    [
      { 'test_score.npy': floats([[1], [1]]), 'model.npy': texts(['a', 'b']) },
      'test_score  row 1 has 1 scores; accepted: a row a prompt, a column a model (2)',
    ],
    [
      {
        'test_score.npy': floats([
          [1, 1],
          [1, 1],
        ]),
        'model.npy': texts(['a', 'a']),
      },
      'model  two models have this name (got a)',
    ],
    [{ 'test_score.npy': npy('|O', [2], Buffer.alloc(16)) }, 'test_score  holds |O'],
    [{ 'other.npy': floats([[1]]) }, 'no scores of RouterEval here; accepted: train_score, val_score, test_score'],
  ])('case %#: %s', async (files, message) => {
    await expect(read(of(files))).rejects.toThrow(message);
  });

  test('what can not be read is claimed, so that the reason is told; what is something else is not', async () => {
    const cut = tempFile('cut.npz', zip({ 'test_score.npy': floats([[1]]) }).subarray(0, 50));
    expect(await routereval.detect(cut)).toBe(true);
    await expect(read(cut)).rejects.toThrow('not a zip archive');
    const torn = tempFile('torn.json', '{"data": {\n"test_score": [[1, 0]');
    expect(await routereval.detect(torn)).toBe(true);
    await expect(read(torn)).rejects.toThrow('torn.json:2  not JSON: the file ends too early');
    expect(await routereval.detect(tempFile('other.json', '{"a": [1]}'))).toBe(false);
    expect(await routereval.detect(of({}))).toBe(false);
    await expect(read('absent.npz')).rejects.toThrow('no such file');
  });
});
