import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { promptfoo } from '../../../src/dataset/importer/promptfoo.js';
import type { GivenOptions } from '../../../src/dataset/importer/source/import-settings.js';
import { promptfooModel } from '../../../src/dataset/importer/source/promptfoo-result.js';
import { importItems, importSource, only } from '../../conformance/import-suite.js';
import { tempFile } from '../../support/temp-file.js';
import { promptfooExport, promptfooRow, type SampleResult } from './sample-promptfoo.js';

const GPT = 'openai:chat:gpt-4o';
const CLAUDE = 'anthropic:messages:claude-3-5-haiku';
const read = (path: string, options: GivenOptions = {}) =>
  importItems(promptfoo, importSource(promptfoo, path, undefined, options));
const readRows = (rows: readonly SampleResult[], options: GivenOptions = {}, prompts?: readonly string[]) =>
  read(tempFile('results.json', promptfooExport(rows.map(promptfooRow), prompts)), options);
const recordings = async (rows: readonly SampleResult[], options: GivenOptions = {}) =>
  only(await readRows(rows, options), 'recording').map(({ recording }) => recording);
const messages = (items: Awaited<ReturnType<typeof read>>) => only(items, 'note').map(({ message }) => message);

test('tests × providers × repeats: a repeat is another sample of the same query', async () => {
  const rows = [0, 1].flatMap((repeat) =>
    [0, 1].flatMap((index) =>
      [GPT, CLAUDE].map((provider) => ({
        test: repeat * 2 + index,
        provider,
        vars: { question: `q${index}` },
        prompt: `Answer q${index}`,
      })),
    ),
  );
  const path = tempFile('results.json', promptfooExport(rows.map(promptfooRow)));
  expect(await promptfoo.detect(path)).toBe(true);
  const items = await read(path);
  expect(only(items, 'query').map(({ query, label }) => ({ query, label }))).toEqual([
    { query: { id: 'test-0', prompt: 'Answer q0' }, label: { queryId: 'test-0' } },
    { query: { id: 'test-1', prompt: 'Answer q1' }, label: { queryId: 'test-1' } },
  ]);
  const found = only(items, 'recording').map(({ recording }) => recording);
  expect(found.map(({ queryId, modelId, sample }) => [queryId, modelId, sample])).toEqual([
    ['test-0', GPT, 0],
    ['test-0', CLAUDE, 0],
    ['test-1', GPT, 0],
    ['test-1', CLAUDE, 0],
    ['test-0', GPT, 1],
    ['test-0', CLAUDE, 1],
    ['test-1', GPT, 1],
    ['test-1', CLAUDE, 1],
  ]);
  expect(found[0]).toEqual({
    key: null,
    queryId: 'test-0',
    modelId: GPT,
    sample: 0,
    answer: { text: 'an x' },
    usage: { inputTokens: 20, outputTokens: 10 },
    timing: { latencyMs: 120 },
    costUsd: 0.002,
    quality: 1,
  });
  expect(only(items, 'model').map(({ model }) => [model.id, model.provider, model.name])).toEqual([
    [GPT, 'openai', 'gpt-4o'],
    [CLAUDE, 'anthropic', 'claude-3-5-haiku'],
  ]);
  expect(only(items, 'experiment')[0]?.settings).toEqual({
    name: 'results',
    scorer: { type: 'given' },
    split: 'none',
    cost: { by: 'usd' },
  });
});

test('JSONL and the bare summary say the same as the export', async () => {
  const rows = [0, 1].map((index) => promptfooRow({ test: index, provider: GPT }));
  const whole = await read(tempFile('results.json', promptfooExport(rows)));
  const lines = tempFile('results.jsonl', rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
  const summary = tempFile('results.json', JSON.stringify({ version: 3, prompts: [], results: rows }));
  for (const path of [lines, summary]) {
    expect(await promptfoo.detect(path)).toBe(true);
    expect(await read(path)).toEqual(whole);
  }
});

test('reasoning and cached input are parts of the tokens', async () => {
  const tokenUsage = {
    prompt: 100,
    completion: 50,
    total: 150,
    completionDetails: { reasoning: 30, cacheReadInputTokens: 60, acceptedPrediction: 0 },
  };
  const [plain, apart, none] = await recordings([
    { test: 0, provider: GPT, response: { tokenUsage } },
    {
      test: 1,
      provider: GPT,
      response: { tokenUsage: { prompt: 10, completion: 50, completionDetails: { cacheReadInputTokens: 60, reasoning: 0 } } },
    },
    {
      test: 2,
      provider: GPT,
      response: { tokenUsage: undefined },
      facts: { tokenUsage: { prompt: 0, completion: 0, total: 0 } },
    },
  ]);
  expect(plain?.usage).toEqual({ inputTokens: 100, outputTokens: 50, cachedInputTokens: 60, reasoningTokens: 30 });
  expect(apart?.usage).toEqual({ inputTokens: 70, outputTokens: 50, cachedInputTokens: 60 });
  expect(none).not.toHaveProperty('usage');
});

test("an answer from promptfoo's cache has neither latency nor cost", async () => {
  const rows = [
    {
      test: 0,
      provider: GPT,
      response: { cached: true, tokenUsage: { cached: 286, total: 286 } },
      facts: { cost: 0, latencyMs: 18 },
    },
  ];
  const [recording] = await recordings(rows);
  expect(recording).toEqual({ key: null, queryId: 'test-0', modelId: GPT, sample: 0, answer: { text: 'an x' }, quality: 1 });
  expect(messages(await readRows(rows))).toEqual([
    "answers from promptfoo's cache, left without latency and cost (run with --no-cache to measure them): 1",
  ]);
});

test('a cost of 0 beside tokens is unknown; without any cost, cost is calls', async () => {
  const rows = [{ test: 0, provider: GPT, facts: { cost: 0 } }];
  const items = await readRows(rows);
  expect(only(items, 'recording')[0]?.recording).not.toHaveProperty('costUsd');
  expect(only(items, 'experiment')[0]?.settings.cost).toEqual({ by: 'calls', model: GPT });
  expect((await recordings(rows, { 'zero-costs': 'free' }))[0]?.costUsd).toBe(0);
});

test('a call that went wrong is an error; an answer that failed its assertions is not', async () => {
  const [wrong, broken, nothing] = await recordings([
    { test: 0, provider: GPT, facts: { score: 0.25, success: false, failureReason: 1, error: 'Expected output to contain "x"' } },
    {
      test: 1,
      provider: GPT,
      facts: { score: 0, success: false, failureReason: 2, error: 'API error: 429', latencyMs: 0 },
      response: { output: undefined, error: 'API error: 429' },
    },
    { test: 2, provider: GPT, facts: { score: 0, success: false, error: 'No output' }, response: { output: null } },
  ]);
  expect(wrong).toMatchObject({ answer: { text: 'an x' }, quality: 0.25 });
  expect(wrong).not.toHaveProperty('error');
  expect(broken).toEqual({
    key: null,
    queryId: 'test-1',
    modelId: GPT,
    sample: 0,
    error: { kind: 'error', message: 'API error: 429' },
    usage: { inputTokens: 20, outputTokens: 10 },
    costUsd: 0.002,
  });
  expect(nothing).toMatchObject({ error: { kind: 'no_output', message: 'No output' } });
  expect(nothing).not.toHaveProperty('quality');
});

test('without an assertion nothing was judged', async () => {
  const unjudged = { assert: [], facts: { gradingResult: { pass: true, score: 1, reason: 'No assertions' } } };
  const items = await readRows([
    { test: 0, provider: GPT, ...unjudged },
    {
      test: 1,
      provider: GPT,
      assert: [],
      facts: { gradingResult: { pass: false, score: 0, componentResults: [{ assertion: { type: 'human' } }] }, score: 0 },
    },
  ]);
  expect(only(items, 'recording').map(({ recording }) => recording.quality)).toEqual([undefined, 0]);
  expect(messages(items)).toEqual(['answers that no assertion judged, left unscored (promptfoo counts them as passed): 1']);
});

test('pass instead of score; a scale; scores that are not quality alone are told', async () => {
  const rows: SampleResult[] = [
    { test: 0, provider: GPT, facts: { score: 0.4, success: true }, assert: [{ type: 'latency', threshold: 100 }] },
  ];
  expect((await recordings(rows, { quality: 'pass' }))[0]?.quality).toBe(1);
  expect((await recordings(rows, { scale: 4 }))[0]?.quality).toBe(0.1);
  expect((await recordings([{ test: 0, provider: GPT, facts: { score: 1 + 2e-16 } }]))[0]?.quality).toBe(1);
  expect(messages(await readRows(rows))).toEqual([
    'results whose score is not quality alone (assertions on cost, latency, or against other providers): 1',
  ]);
});

test('queries: messages, categories, references; the same words judged otherwise are another query', async () => {
  const chat = '[{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi"}]';
  const items = await readRows(
    [
      { test: 0, provider: GPT, prompt: chat, vars: { category: 'chat', gold: ['a', 'b'], sessionId: '1' } },
      { test: 0, provider: CLAUDE, prompt: chat, vars: { category: 'chat', gold: ['a', 'b'], sessionId: '2' } },
      { test: 1, provider: GPT, prompt: '[not a list', vars: {}, metadata: { category: 7, gold: 3 } },
      { test: 2, provider: GPT, prompt: '[not a list', vars: {}, assert: [{ type: 'equals', value: 'y' }] },
    ],
    { reference: 'gold' },
  );
  expect(only(items, 'query').map(({ query, label }) => [query.id, query.prompt, label.category, label.reference])).toEqual([
    ['test-0', JSON.parse(chat), 'chat', ['a', 'b']],
    ['test-1', '[not a list', '7', 3],
    ['test-2', '[not a list', undefined, undefined],
  ]);
  expect(only(items, 'recording').length).toBe(4);
});

test('several prompts of a test are queries that belong together', async () => {
  const templates = ['Answer {{question}}', 'Think, then answer {{question}}'];
  const rows = templates.map((template, index) => ({ test: 0, provider: GPT, template, prompt: `${index} q0` }));
  const groups = [
    ['test-0', 'test-0'],
    ['test-0-2', 'test-0'],
  ];
  const items = await readRows(rows, {}, templates);
  expect(only(items, 'query').map(({ label }) => [label.queryId, label.group])).toEqual(groups);
  const lines = tempFile('r.jsonl', rows.map((row) => `${JSON.stringify(promptfooRow(row))}\n`).join(''));
  expect(only(await read(lines), 'query').map(({ label }) => [label.queryId, label.group])).toEqual(groups);
});

test('a label names the model; outputs that are no text are JSON; a refusal is kept', async () => {
  const items = await readRows([
    { test: 0, provider: GPT, label: 'gpt cold', response: { output: { a: 1 }, finishReason: 'stop', isRefusal: true } },
  ]);
  expect(only(items, 'model')[0]?.model).toEqual({ id: 'gpt cold', provider: 'unknown', name: 'gpt cold', tags: [] });
  expect(only(items, 'recording')[0]?.recording.answer).toEqual({ text: '{"a":1}', finishReason: 'stop', refusal: true });
});

test.each([
  ['openai:gpt-4o', 'openai', 'gpt-4o'],
  ['openrouter:meta-llama/llama-3-8b:free', 'openrouter', 'meta-llama/llama-3-8b:free'],
  ['bedrock:converse:anthropic.claude-v2:1', 'bedrock', 'anthropic.claude-v2:1'],
  ['file://custom.py', 'unknown', 'file://custom.py'],
  ['https://api.example/v1', 'unknown', 'https://api.example/v1'],
  ['my label: cold', 'unknown', 'my label: cold'],
])('provider %s is %s / %s', (id, provider, name) => {
  expect(promptfooModel(id)).toEqual({ id, provider, name, tags: [] });
});

describe('mistakes', () => {
  test('values of the wrong kind are told with file, line and field', async () => {
    const items = await readRows([
      { test: 0, provider: GPT, facts: { score: 'high' } },
      { test: 1, provider: GPT, facts: { score: 3 } },
      { test: 2, provider: GPT, facts: { cost: -1 } },
      { test: 3, provider: GPT, response: { tokenUsage: { prompt: 1.5, completion: 2 } } },
    ]);
    const problems = only(items, 'problem').map(({ problem }) => [problem.field, problem.value]);
    expect(problems).toEqual([
      ['score', '"high"'],
      ['score', '3'],
      ['cost', '-1'],
      ['response.tokenUsage.prompt', '1.5'],
    ]);
    // What stands before the first result, with one prompt, takes 18 lines.
    expect(only(items, 'problem')[0]?.problem).toMatchObject({ line: 19 });
  });

  test('what can not be joined is skipped with the reason', async () => {
    const items = await readRows([
      { test: 0, provider: '', facts: { provider: null } },
      { test: 1, provider: GPT, prompt: '[prompt stripped]' },
      { test: 2, provider: GPT },
    ]);
    expect(only(items, 'skipped').map(({ reason }) => reason)).toEqual([
      'a result without provider or prompt',
      'the prompt was left out of the export',
    ]);
  });

  test('a file that is cut off is told with the line it ends on', async () => {
    const text = promptfooExport([promptfooRow({ test: 0, provider: GPT })]);
    const late = tempFile('late.json', text.slice(0, text.lastIndexOf('"stats"')));
    expect(await promptfoo.detect(late)).toBe(true);
    const lines = (path: string) => readFileSync(path, 'utf8').split('\n').length;
    await expect(read(late)).rejects.toThrow(`late.json:${lines(late)}  not JSON: the file ends too early`);
    const early = tempFile('early.json', text.slice(0, 100));
    expect(await promptfoo.detect(early)).toBe(true);
    await expect(read(early)).rejects.toThrow(`early.json:${lines(early)}  not JSON: the file ends too early`);
  });

  test('another JSON file is refused', async () => {
    const other = tempFile('other.json', '{"results": {"data": []}}');
    expect(await promptfoo.detect(other)).toBe(false);
    await expect(read(other)).rejects.toThrow('no results of promptfoo here; accepted: what promptfoo eval');
    expect(await promptfoo.detect(tempFile('o.jsonl', '{"prompt": "x"}\n'))).toBe(false);
    await expect(read('absent.json')).rejects.toThrow('no such file');
  });
});
