import { describe, expect, test } from 'vitest';
import { routerbench } from '../../../src/dataset/importer/routerbench.js';
import type { GivenOptions } from '../../../src/dataset/importer/source/import-settings.js';
import { importItems, importSource, only } from '../../conformance/import-suite.js';
import { tempFile } from '../../support/temp-file.js';
import { csvCell, longCsv, wideCsv, wideParquet, wideRows } from './sample-routerbench.js';

const read = (path: string, options: GivenOptions = {}) =>
  importItems(routerbench, importSource(routerbench, path, undefined, options));
const WIZARD = 'WizardLM/WizardLM-13B-V1.2';
const GPT = 'gpt-4-1106-preview';

const QUERIES = [
  {
    query: { id: 'mbpp.dev.1', prompt: 'Write a python function\nthat says "hi"' },
    label: { queryId: 'mbpp.dev.1', category: 'mbpp' },
  },
  {
    query: {
      id: 'mtbench.7',
      prompt: [
        { role: 'user', content: 'First\nturn' },
        { role: 'user', content: 'Second turn' },
      ],
    },
    label: { queryId: 'mtbench.7', category: 'mtbench' },
  },
  { query: { id: 'arc.3', prompt: 'Which?' }, label: { queryId: 'arc.3', category: 'arc' } },
];
const recorded = (queryId: string, modelId: string, text: string, more: object) => ({
  key: null,
  queryId,
  modelId,
  sample: 0,
  answer: { text },
  ...more,
});
const OF_WIZARD = [
  recorded('mbpp.dev.1', WIZARD, "Here's a function:\r\n\ndef f(): ...", { costUsd: 2.19e-5, quality: 1 }),
  recorded('mtbench.7', WIZARD, 'one\n\ntwo', {}),
  recorded('arc.3', WIZARD, 'A', { costUsd: 0.00001, quality: 0 }),
];
const OF_GPT = [
  recorded('mbpp.dev.1', GPT, "def f(): return 'hi'", { costUsd: 0.01091, quality: 1 }),
  recorded('mtbench.7', GPT, 'eins\n\nzwei', { costUsd: 0.02, quality: 0.9 }),
  recorded('arc.3', GPT, 'B', { costUsd: 0.0005, quality: 0 }),
];
const byModel = (items: Awaited<ReturnType<typeof read>>) => {
  const recordings = only(items, 'recording').map(({ recording }) => recording);
  return [WIZARD, GPT].map((id) => recordings.filter(({ modelId }) => modelId === id));
};

test('a wide table: turns, costs and answers as recorded; an empty score is no score', async () => {
  const path = tempFile('routerbench_0shot.csv', wideCsv());
  expect(await routerbench.detect(path)).toBe(true);
  const items = await read(path);
  expect(only(items, 'query').map(({ query, label }) => ({ query, label }))).toEqual(QUERIES);
  expect(byModel(items)).toEqual([OF_WIZARD, OF_GPT]);
  expect(only(items, 'model').map(({ model }) => [model.id, model.provider, model.price])).toEqual([
    [WIZARD, 'WizardLM', undefined],
    [GPT, 'openai', undefined],
  ]);
  expect(only(items, 'decision')).toEqual([]);
  expect(only(items, 'note').map(({ message }) => message)).toEqual([
    'prompts of several turns: 1; each turn is a message, all answers are one text',
    'oracle_model_to_route_to is not used (RouteLab has oracles of its own); --oracle-decisions keeps it',
  ]);
  expect(only(items, 'experiment')[0]?.settings).toEqual({
    name: 'routerbench_0shot',
    scorer: { type: 'given' },
    split: 'none',
    cost: { by: 'usd' },
  });
});

test('the long table of the same says the same', async () => {
  const path = tempFile('long.csv', longCsv());
  expect(await routerbench.detect(path)).toBe(true);
  const items = await read(path);
  expect(only(items, 'query').map(({ query, label }) => ({ query, label }))).toEqual(QUERIES);
  expect(byModel(items)).toEqual([OF_WIZARD, OF_GPT]);
});

test('Parquet of the same says the same, its lists being lists', async () => {
  const path = tempFile('wide.parquet', '');
  wideParquet(path);
  expect(await routerbench.detect(path)).toBe(true);
  const items = await read(path);
  expect(only(items, 'query').map(({ query, label }) => ({ query, label }))).toEqual(QUERIES);
  expect(byModel(items)).toEqual([OF_WIZARD, OF_GPT]);
});

test('JSONL of the same rows', async () => {
  const [header = '', ...rows] = longCsv().split('\n');
  expect(rows.length).toBeGreaterThan(6);
  const names = header.split(',');
  const record = { ...Object.fromEntries(names.map((name) => [name, null])), sample_id: 'x.1', eval_name: 'x', model_name: 'm' };
  const path = tempFile('long.jsonl', `${JSON.stringify({ ...record, prompt: "['p']", performance: true, cost: 0.5 })}\n`);
  const items = await read(path);
  expect(only(items, 'recording').map(({ recording }) => recording)).toEqual([
    { key: null, queryId: 'x.1', modelId: 'm', sample: 0, costUsd: 0.5, quality: 1 },
  ]);
});

test('the oracle column as decisions: the cheapest model stands for "no model correct"', async () => {
  const items = await read(tempFile('w.csv', wideCsv()), { 'oracle-decisions': true });
  expect(only(items, 'decision').map(({ strategy, queryId, modelId }) => [strategy, queryId, modelId])).toEqual([
    ['routerbench-oracle', 'mbpp.dev.1', WIZARD],
    ['routerbench-oracle', 'mtbench.7', GPT],
    ['routerbench-oracle', 'arc.3', WIZARD],
  ]);
  expect(only(items, 'note').map(({ message }) => message)).toContain(
    "1 oracle decisions are no_model_correct: the row's cheapest model stands for it",
  );
});

test('chat messages keep their roles; without costs, cost is calls of the best model', async () => {
  const prompt = "[{'role': 'system', 'content': 'Be brief.'}, {'role': 'user', 'content': 'Hi'}]";
  const row = `a,${csvCell(prompt)},e,0,1,x,y`;
  const items = await read(tempFile('c.csv', `sample_id,prompt,eval_name,m,n,m|model_response,n|model_response\n${row}\n`));
  expect(only(items, 'query')[0]?.query.prompt).toEqual([
    { role: 'system', content: 'Be brief.' },
    { role: 'user', content: 'Hi' },
  ]);
  expect(only(items, 'experiment')[0]?.settings.cost).toEqual({ by: 'calls', model: 'n' });
});

describe('left out, with the reason', () => {
  const skipped = async (text: string) =>
    only(await read(tempFile('s.csv', text)), 'skipped').map(({ what, line, key, reason }) => [what, line, key, reason]);

  test('wide: no id, no prompt, an id seen before', async () => {
    const rows = ["a,['x'],e,1,['r']", ",['y'],e,1,['r']", "b,[],e,1,['r']", "a,['z'],e,1,['r']"];
    expect(await skipped(`sample_id,prompt,eval_name,m,m|model_response\n${rows.join('\n')}\n`)).toEqual([
      ['query', 3, undefined, 'no sample_id'],
      ['query', 4, 'b', 'no prompt'],
      ['query', 5, 'a', 'repeated sample_id'],
    ]);
  });

  test('long: a pair seen before, another prompt under the same id, no model', async () => {
    const rows = ["a,e,m,['x'],['r'],1,", "a,e,m,['x'],['r'],0,", "a,e,n,['other'],['r'],1,", "a,e,,['x'],['r'],1,"];
    expect(await skipped(`sample_id,eval_name,model_name,prompt,model_response,performance,cost\n${rows.join('\n')}\n`)).toEqual([
      ['recording', 3, 'a', 'repeated row of a query and model'],
      ['recording', 4, 'a', 'another prompt under the same sample_id'],
      ['recording', 5, 'a', 'no model_name'],
    ]);
  });
});

describe('mistakes', () => {
  const problems = async (path: string, options: GivenOptions = {}) =>
    only(await read(path, options), 'problem').map(({ problem }) => [
      problem.line,
      problem.field,
      problem.value,
      problem.message,
    ]);

  test('an unbalanced literal is told with the very line it breaks on', async () => {
    const bad = [...wideRows];
    bad[1] = bad[1]?.map((cell, index) => (index === 7 ? "['one',\n'two" : cell)) ?? [];
    const path = tempFile('b.csv', wideCsv(bad));
    // The header is line 1, the first row 2 and the second row 3 to 5: its prompt has a line break, the string that never closes is on the next.
    expect(await problems(path)).toEqual([[5, `${GPT}|model_response`, "'two", 'not a Python list: the string is never closed']]);
    expect(await problems(path, { lists: 'plain' })).toEqual([]);
  });

  test('scores and costs that are none', async () => {
    const text = "sample_id,prompt,eval_name,m,m|total_cost\na,['x'],e,2,-1\nb,['y'],e,good,0\n";
    expect(await problems(tempFile('n.csv', text))).toEqual([
      [2, 'm', '2', 'a score outside 0..1 (or 0..scale)'],
      [2, 'm|total_cost', '-1', 'not a cost'],
      [3, 'm', 'good', 'not a quality'],
    ]);
    expect(await problems(tempFile('n.csv', text.replace('good', '1').replace('-1', '1')), { scale: 2 })).toEqual([]);
  });

  test('an oracle that names no model of the table', async () => {
    const bad = wideRows.map((row) => row.map((cell, index) => (index === 10 ? 'gpt-5' : cell)));
    const found = await problems(tempFile('o.csv', wideCsv(bad)), { 'oracle-decisions': true });
    expect(found[0]).toEqual([2, 'oracle_model_to_route_to', 'gpt-5', 'no model of this table']);
  });

  test('another table is refused with the columns that are accepted', async () => {
    const path = tempFile('x.csv', 'id,prompt,a\n1,x,1\n');
    expect(await routerbench.detect(path)).toBe(false);
    await expect(read(path)).rejects.toThrow(/x\.csv:1 {2}not a table of RouterBench.*accepted: sample_id, prompt/);
    await expect(read('absent.csv')).rejects.toThrow('no such file');
  });
});
