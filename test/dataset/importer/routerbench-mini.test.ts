import { describe, expect, test } from 'vitest';
import { routerbenchMini } from '../../../src/dataset/importer/routerbench-mini.js';
import type { GivenOptions } from '../../../src/dataset/importer/source/import-settings.js';
import { importItems, importSource, only } from '../../conformance/import-suite.js';
import { tempFile } from '../../support/temp-file.js';
import { MINI_ROWS, MINI_TASKS, miniCsv, miniParquet } from './sample-routerbench-mini.js';

const read = (path: string, options: GivenOptions) =>
  importItems(routerbenchMini, importSource(routerbenchMini, path, undefined, options));
const prompts = tempFile('manifest.jsonl', MINI_TASKS);
const messages = (items: Awaited<ReturnType<typeof read>>) => only(items, 'note').map(({ message }) => message);

test('strategies that ask one model are its recordings; the others are decisions', async () => {
  const path = tempFile('test_predictions.csv', miniCsv());
  expect(await routerbenchMini.detect(path)).toBe(true);
  const items = await read(path, { prompts });
  const usage = { inputTokens: 132, outputTokens: 16 };
  const cheap = { key: null, modelId: 'small-35b', sample: 0, usage, timing: { latencyMs: 407.54 }, costUsd: 0.0001 };
  const strong = { key: null, modelId: 'large-397b', sample: 0, usage, timing: { latencyMs: 1200 } };
  expect(only(items, 'recording').map(({ recording }) => recording)).toEqual([
    { ...cheap, queryId: 'gsm8k:68', answer: { text: '6' }, quality: 0 },
    { ...cheap, queryId: 'arc:3', answer: { text: '{"name": "f"}' }, quality: 1 },
    { ...strong, queryId: 'gsm8k:68', answer: { text: 'six,\nor 6' }, costUsd: 0.0008, quality: 1 },
    { ...strong, queryId: 'arc:3', answer: { text: '6' }, quality: 1 },
  ]);
  expect(only(items, 'decision').map(({ strategy, queryId, modelId }) => [strategy, queryId, modelId])).toEqual([
    ['task_aware', 'gsm8k:68', 'large-397b'],
    ['task_aware', 'arc:3', 'small-35b'],
    ['reflection', 'gsm8k:68', 'large-397b'],
    ['reflection', 'arc:3', 'small-35b'],
  ]);
  expect(messages(items)).toEqual([
    'reflection: 1 of 2 choices took several calls; a decision names the model whose answer was kept, and its one recorded call stands for them',
    'costs are taken as USD; in another currency: --cost-unit <USD a unit>',
  ]);
  expect(only(items, 'experiment')[0]?.settings).toEqual({
    name: 'test_predictions',
    scorer: { type: 'given' },
    split: 'none',
    cost: { by: 'usd' },
    pair: { weak: 'small-35b', strong: 'large-397b' },
  });
});

test('prompts come from the manifest: lettered choices, references, what came with the question', async () => {
  const items = await read(tempFile('p.csv', miniCsv()), { prompts });
  expect(only(items, 'query').map(({ query, label }) => ({ query, label }))).toEqual([
    {
      query: { id: 'gsm8k:68', prompt: 'How many?', signals: { has_image: false, has_tools: false } },
      label: { queryId: 'gsm8k:68', category: 'gsm8k', difficulty: 'standard', reference: 6 },
    },
    {
      query: { id: 'arc:3', prompt: 'Which?\nA. a\nB. b\nC. c', signals: { has_image: true, has_tools: true } },
      label: { queryId: 'arc:3', category: 'arc', difficulty: 'standard', reference: 'C', choices: ['a', 'b', 'c'] },
    },
  ]);
});

test('Parquet of the same says the same', async () => {
  const path = tempFile('p.parquet', '');
  miniParquet(path);
  expect(await routerbenchMini.detect(path)).toBe(true);
  expect(await read(path, { prompts })).toEqual(await read(tempFile('p.csv', miniCsv()), { prompts }));
});

test('costs in another currency; another category; no prompts on purpose', async () => {
  const items = await read(tempFile('c.csv', miniCsv()), { 'without-prompts': true, 'cost-unit': 0.5, category: 'task_subtype' });
  expect(only(items, 'recording').map(({ recording }) => recording.costUsd)).toEqual([0.00005, 0.00005, 0.0004, undefined]);
  expect(only(items, 'query')[0]).toMatchObject({ query: { prompt: 'gsm8k:68' }, label: { category: 'word_problem' } });
  expect(messages(items).filter((text) => text.includes('USD'))).toEqual([]);
});

test('a router that always picks the same model is no second source of recordings', async () => {
  const constant = MINI_ROWS.slice(0, 4).concat(
    MINI_ROWS.slice(0, 2).map((cells) => cells.map((cell) => (cell === 'always_cheap' ? 'learned' : cell))),
  );
  const items = await read(tempFile('c.csv', miniCsv(constant)), { prompts });
  expect(only(items, 'recording').length).toBe(4);
  expect(only(items, 'decision').map(({ strategy, modelId }) => [strategy, modelId])).toEqual([
    ['learned', 'small-35b'],
    ['learned', 'small-35b'],
  ]);
});

describe('left out, with the reason', () => {
  test('queries without a prompt, with all their rows; repeated rows; models nobody asks alone', async () => {
    const other = MINI_ROWS[4]?.map((cell) => (cell === 'large-397b' ? 'third' : cell)) ?? [];
    const rows = [...MINI_ROWS.slice(0, 4), MINI_ROWS[0] ?? [], other, MINI_ROWS[5] ?? []];
    const items = await read(tempFile('s.csv', miniCsv(rows)), { prompts: tempFile('m.jsonl', MINI_TASKS.split('\n')[0] ?? '') });
    expect(only(items, 'skipped').map(({ what, line, key, reason }) => [what, line, key, reason.replace(/ in .*/, '')])).toEqual([
      ['query', 3, 'arc:3', 'no prompt'],
      ['recording', 7, 'gsm8k:68', 'repeated row of a query and strategy'],
      ['recording', 8, 'gsm8k:68', 'a choice of a model that no strategy asks alone'],
    ]);
    expect(only(items, 'recording').length).toBe(2);
  });
});

describe('mistakes', () => {
  test('cells that are no numbers, tasks that are no tasks', async () => {
    const bad = MINI_ROWS.map((cells, index) => cells.map((cell, column) => (index === 2 && column === 9 ? 'maybe' : cell)));
    const manifest = tempFile('m.jsonl', MINI_TASKS.replace('"How many?"', '7'));
    const problems = only(await read(tempFile('b.csv', miniCsv(bad)), { prompts: manifest }), 'problem');
    expect(problems.map(({ problem }) => [problem.line, problem.field, problem.value])).toEqual([[1, 'question', '7']]);
    const cells = only(await read(tempFile('b.csv', miniCsv(bad)), { prompts }), 'problem');
    expect(cells.map(({ problem }) => [problem.line, problem.field, problem.value])).toEqual([[4, 'correct', 'maybe']]);
  });

  test.each<[string, GivenOptions, string]>([
    [miniCsv(), {}, '--prompts  this table has no prompts'],
    [miniCsv(MINI_ROWS.slice(4)), { prompts }, 'strategy  no strategy asks one model only, once a query'],
    ['canonical_id,strategy\n1,a\n', { prompts }, ':1  no column selected_model, correct: not a table of routerbench-mini'],
    [miniCsv(), { prompts: 'absent.jsonl' }, 'absent.jsonl  no such file'],
  ])('case %#', async (text, options, message) => {
    await expect(read(tempFile('e.csv', text), options)).rejects.toThrow(message);
  });

  test('does not claim another table', async () => {
    expect(await routerbenchMini.detect(tempFile('w.csv', 'id,prompt,a\n1,x,1\n'))).toBe(false);
  });
});
