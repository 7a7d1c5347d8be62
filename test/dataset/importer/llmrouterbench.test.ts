import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { llmrouterbench } from '../../../src/dataset/importer/llmrouterbench.js';
import type { GivenOptions } from '../../../src/dataset/importer/source/import-settings.js';
import { importItems, importSource, only } from '../../conformance/import-suite.js';
import { tempFile, tempFolder } from '../../support/temp-file.js';
import { adaptorRow, benchPath, benchRecord, benchResult } from './sample-llmrouterbench.js';

const read = (path: string, options: GivenOptions = {}) =>
  importItems(llmrouterbench, importSource(llmrouterbench, path, undefined, options));
const recordings = async (path: string, options: GivenOptions = {}) =>
  only(await read(path, options), 'recording').map(({ recording }) => recording);
const skipped = (items: Awaited<ReturnType<typeof read>>) =>
  only(items, 'skipped').map(({ what, file, line, key, reason }) => [what, file.split(/[/-]/).at(-1), line, key, reason]);

describe('result folders', () => {
  test('one file a dataset, split and model: ids, categories, references, tokens, costs', async () => {
    const folder = tempFolder({
      [benchPath('aime', 'test', 'small')]: benchResult('aime', 'test', 'small', [
        benchRecord(1, { score: 1, cost: 0.001, extra_fields: { reasoning_tokens: 3, note: [] } }),
        benchRecord(2, { score: null, raw_output: 'unsure', prediction: 'p' }),
      ]),
      [benchPath('aime', 'test', 'large')]: benchResult('aime', 'test', 'large', [benchRecord(1, { score: 0.5, cost: 0.02 })]),
    });
    expect(await llmrouterbench.detect(folder)).toBe(true);
    const items = await read(folder);
    expect(only(items, 'query').map(({ query, label }) => ({ query, label }))).toEqual([
      {
        query: { id: 'aime-test-1', prompt: 'Prompt 1' },
        label: { queryId: 'aime-test-1', category: 'aime', reference: 'gold 1' },
      },
      {
        query: { id: 'aime-test-2', prompt: 'Prompt 2' },
        label: { queryId: 'aime-test-2', category: 'aime', reference: 'gold 2' },
      },
    ]);
    expect(only(items, 'recording').map(({ recording }) => recording)).toEqual([
      {
        key: null,
        queryId: 'aime-test-1',
        modelId: 'large',
        sample: 0,
        answer: { text: 'raw 1' },
        usage: { inputTokens: 15, outputTokens: 5 },
        costUsd: 0.02,
        quality: 0.5,
      },
      {
        key: null,
        queryId: 'aime-test-1',
        modelId: 'small',
        sample: 0,
        answer: { text: 'raw 1' },
        usage: { inputTokens: 15, outputTokens: 5, reasoningTokens: 3 },
        costUsd: 0.001,
        quality: 1,
      },
      {
        key: null,
        queryId: 'aime-test-2',
        modelId: 'small',
        sample: 0,
        answer: { text: 'unsure' },
        usage: { inputTokens: 15, outputTokens: 5 },
        costUsd: 0.0001,
      },
    ]);
    expect(only(items, 'experiment')[0]?.settings).toEqual({
      name: 'llmrouterbench',
      scorer: { type: 'given' },
      split: 'none',
      cost: { by: 'usd' },
    });
  });

  test('the newest run wins by the stamp in its name; older and demo runs are left out with the reason', async () => {
    const one = (score: number, more: Readonly<Record<string, unknown>> = {}) =>
      benchResult('d', 'test', 'm', [benchRecord(1, { score })], more);
    const folder = tempFolder({
      [benchPath('d', 'test', 'm', '20250102_000000')]: one(0.25),
      [benchPath('d', 'test', 'm', '20250101_235959')]: one(0.5),
      [benchPath('d', 'test', 'm', '20250301_000000')]: one(0.75, { demo: true }),
      'results/bench/d/test/m/result.json': one(1),
    });
    const items = await read(folder);
    expect(only(items, 'recording').map(({ recording }) => recording.quality)).toEqual([0.25]);
    expect(skipped(items)).toEqual(
      [
        ['recording', '20250301_000000.json', undefined, undefined, 'a demo run (a few records only)'],
        ['recording', '20250101_235959.json', undefined, undefined, 'an older run of the same dataset, split and model'],
        ['recording', 'result.json', undefined, undefined, 'an older run of the same dataset, split and model'],
      ].sort(),
    );
    rmSync(join(folder, benchPath('d', 'test', 'm', '20250102_000000')));
    expect((await recordings(folder)).map(({ quality }) => quality)).toEqual([0.5]);
  });

  test('the clone, its results folder and the bench folder are the same source', async () => {
    const folder = tempFolder({ [benchPath('d', 'test', 'm')]: benchResult('d', 'test', 'm', [benchRecord(1, { score: 1 })]) });
    for (const path of [folder, join(folder, 'results'), join(folder, 'results/bench')]) {
      expect(await llmrouterbench.detect(path)).toBe(true);
      expect((await recordings(path)).length).toBe(1);
    }
  });

  test('facts after the records are found too', async () => {
    const { records, ...rest } = JSON.parse(benchResult('d', 'test', 'm', [benchRecord(1, { score: 1 })])) as {
      records: object[];
    };
    const folder = tempFolder({ [benchPath('d', 'test', 'm')]: JSON.stringify({ records, ...rest }) });
    expect((await recordings(folder)).length).toBe(1);
  });

  test('a failed call is an error, never a wrong answer; the query comes from a model that has it', async () => {
    const failed = {
      raw_output: 'Processing failed: timeout',
      score: null,
      prompt_tokens: 0,
      completion_tokens: 0,
      cost: 0,
      prediction: '',
    };
    const unknown = { ...failed, raw_output: 'Unexpected error: gone', prompt: '', origin_query: '' };
    const folder = tempFolder({
      [benchPath('d', 'test', 'a')]: benchResult('d', 'test', 'a', [benchRecord(1, failed), benchRecord(3, unknown)]),
      [benchPath('d', 'test', 'b')]: benchResult('d', 'test', 'b', [benchRecord(1, { score: 1 }), benchRecord(2, { score: 1 })]),
      [benchPath('d', 'test', 'c')]: benchResult('d', 'test', 'c', [benchRecord(2, unknown)]),
    });
    const items = await read(folder);
    const errors = only(items, 'recording').flatMap(({ recording }) => (recording.error === undefined ? [] : [recording]));
    expect(errors).toEqual([
      {
        key: null,
        queryId: 'd-test-1',
        modelId: 'a',
        sample: 0,
        error: { kind: 'error', message: 'Processing failed: timeout' },
      },
      { key: null, queryId: 'd-test-2', modelId: 'c', sample: 0, error: { kind: 'error', message: 'Unexpected error: gone' } },
    ]);
    expect(skipped(items).map(([what, , , key, reason]) => [what, key, reason])).toEqual([
      ['recording', 'd-test-3', 'no prompt'],
    ]);
  });

  test('models asked differently: left out, unless the question itself is the prompt', async () => {
    const folder = tempFolder({
      [benchPath('d', 'test', 'a')]: benchResult('d', 'test', 'a', [benchRecord(1, { score: 1 }), benchRecord(1, { score: 0 })]),
      [benchPath('d', 'test', 'b')]: benchResult('d', 'test', 'b', [benchRecord(1, { score: 0, prompt: 'Other words' })]),
    });
    const items = await read(folder);
    expect(skipped(items).map(([, , , key, reason]) => [key, reason])).toEqual([
      ['d-test-1', 'repeated index'],
      ['d-test-1', 'another prompt under the same index (try --prompt origin_query)'],
    ]);
    const asked = await read(folder, { prompt: 'origin_query' });
    expect(only(asked, 'query')[0]?.query.prompt).toBe('Question 1');
    expect(only(asked, 'recording').length).toBe(2);
  });

  test('a cost of 0 for a call that used tokens says that no price was known', async () => {
    const folder = tempFolder({
      [benchPath('d', 'test', 'free')]: benchResult('d', 'test', 'free', [benchRecord(1, { score: 1, cost: 0 })]),
    });
    const items = await read(folder);
    expect(only(items, 'recording')[0]?.recording).not.toHaveProperty('costUsd');
    expect(only(items, 'note').map(({ message }) => message)).toEqual([
      'costs of 0 for calls that used tokens: 1, taken as missing; --zero-costs free keeps them',
    ]);
    expect(only(items, 'experiment')[0]?.settings.cost).toEqual({ by: 'calls', model: 'free' });
    expect((await recordings(folder, { 'zero-costs': 'free' }))[0]?.costUsd).toBe(0);
  });
});

describe("an adaptor's JSONL", () => {
  test('scores and usages by model; what the adaptor filled in is missing', async () => {
    const path = tempFile('seed42.jsonl', `${adaptorRow('aime', 3, 'Q', { a: 1, b: 0, c: 0, d: null }, { c: 'filled' })}\n`);
    expect(await llmrouterbench.detect(path)).toBe(true);
    const items = await read(path);
    expect(only(items, 'query').map(({ query, label }) => ({ query, label }))).toEqual([
      { query: { id: 'aime-3', prompt: 'Q' }, label: { queryId: 'aime-3', category: 'aime' } },
    ]);
    const usage = { inputTokens: 20, outputTokens: 10 };
    expect(only(items, 'recording').map(({ recording }) => recording)).toEqual([
      { key: null, queryId: 'aime-3', modelId: 'a', sample: 0, usage, costUsd: 0.002, quality: 1 },
      { key: null, queryId: 'aime-3', modelId: 'b', sample: 0, usage, costUsd: 0.002, quality: 0 },
    ]);
    expect(skipped(items)).toEqual([
      ['recording', 'seed42.jsonl', 1, 'aime-3', 'filled in or failed: a score of 0 without tokens and cost'],
    ]);
    expect(only(items, 'model').map(({ model }) => model.id)).toEqual(['a', 'b', 'c', 'd']);
    expect(only(items, 'experiment')[0]?.settings).toMatchObject({ name: 'seed42', split: 'none' });
  });

  test('a folder of train.jsonl and test.jsonl keeps its split; one index may stand for two prompts', async () => {
    const folder = tempFolder({
      'train.jsonl': `${adaptorRow('d', 1, 'x', { a: 1 })}\n${adaptorRow('d', 1, 'x', { a: 1 })}\n`,
      'test.jsonl': `${adaptorRow('d', 1, 'y', { a: 0 })}\n`,
    });
    expect(await llmrouterbench.detect(folder)).toBe(true);
    const items = await read(folder);
    expect(only(items, 'query').map(({ query, label }) => [query.id, query.prompt, label.split])).toEqual([
      ['d-1', 'y', 'test'],
      ['d-1-2', 'x', 'train'],
    ]);
    expect(skipped(items).map(([what, , line, key, reason]) => [what, line, key, reason])).toEqual([
      ['query', 2, 'd-1', 'repeated query'],
    ]);
    expect(only(items, 'experiment')[0]?.settings.split).toBe('column');
  });
});

describe('mistakes', () => {
  test('a score outside its scale, tokens that are no numbers: file, line of the record, field', async () => {
    const folder = tempFolder({
      [benchPath('d', 'test', 'a')]: benchResult('d', 'test', 'a', [
        benchRecord(1, { score: 1 }),
        benchRecord(2, { score: 55 }),
        benchRecord(3, { prompt_tokens: 'many' }),
      ]),
    });
    const problems = only(await read(folder), 'problem').map(({ problem }) => [problem.line, problem.field, problem.value]);
    // One record takes 13 lines; the first starts on line 15.
    expect(problems).toEqual([
      [28, 'score', '55'],
      [41, 'prompt_tokens', '"many"'],
    ]);
    expect(only(await read(folder, { scale: 100 }), 'problem').length).toBe(1);
    const row = tempFile('a.jsonl', `${adaptorRow('d', 1, 'x', { a: 7 })}\n`);
    expect(only(await read(row), 'problem')[0]?.problem).toMatchObject({ line: 1, field: 'records.a', value: '7' });
  });

  test('a file that is cut off, or no result', async () => {
    const text = benchResult('d', 'test', 'a', [benchRecord(1, { score: 1 })]);
    const cut = tempFolder({ [benchPath('d', 'test', 'a')]: text.slice(0, 420) });
    await expect(read(cut)).rejects.toThrow(/20250101_000000\.json:\d+ {2}not JSON: the file ends too early/);
    const torn = tempFolder({ [benchPath('d', 'test', 'a')]: text.slice(0, 60) });
    expect(only(await read(torn), 'problem')[0]?.problem.message).toBe('not JSON: the file ends too early');
    const other = tempFolder({ [benchPath('d', 'test', 'a')]: '{"records": [], "demo": false}' });
    expect(only(await read(other), 'problem')[0]?.problem).toMatchObject({
      message: 'not a result file of LLMRouterBench',
      accepted: 'dataset_name, split, model_name and records',
    });
    await expect(read(tempFolder({ 'a.txt': '' }))).rejects.toThrow('no results of LLMRouterBench here');
  });
});
