import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { GivenOptions } from '../../../src/dataset/importer/source/import-settings.js';
import { wide } from '../../../src/dataset/importer/wide.js';
import { importItems, importSource, only } from '../../conformance/import-suite.js';

function file(name: string, text: string | Buffer): string {
  const path = join(mkdtempSync(join(tmpdir(), 'routelab-wide-')), name);
  writeFileSync(path, text);
  return path;
}

const read = (path: string, options: GivenOptions = {}) => importItems(wide, importSource(wide, path, undefined, options));
const recordings = async (path: string, options: GivenOptions = {}) =>
  only(await read(path, options), 'recording').map(({ recording }) => recording);

const FULL =
  'sample_id,Prompt,eval_name,gold,m1,m1|model_response,m1|total_cost,m1_latency_ms,m1_input_tokens,m1_output_tokens,m2_score,extra\n';

test('columns are guessed from their names, and the guess is said', async () => {
  const path = file('bench.csv', `${FULL}s1,Hi,chat,18,True,"It is\n18",0.02,150,7,9,0.25,x\n`);
  const items = await read(path);
  expect(only(items, 'query')).toEqual([
    { kind: 'query', query: { id: 's1', prompt: 'Hi' }, label: { queryId: 's1', category: 'chat', reference: 18 } },
  ]);
  expect(only(items, 'recording').map(({ recording }) => recording)).toEqual([
    {
      key: null,
      queryId: 's1',
      modelId: 'm1',
      sample: 0,
      answer: { text: 'It is\n18' },
      usage: { inputTokens: 7, outputTokens: 9 },
      timing: { latencyMs: 150 },
      costUsd: 0.02,
      quality: 1,
    },
    { key: null, queryId: 's1', modelId: 'm2', sample: 0, quality: 0.25 },
  ]);
  expect(only(items, 'note').map(({ message }) => message)).toEqual([
    'id from sample_id (guessed)',
    'prompt from Prompt (guessed)',
    'category from eval_name (guessed)',
    'reference from gold (guessed)',
    'model m1: quality from m1, cost from m1|total_cost, latency from m1_latency_ms, answer from m1|model_response, tokens-in from m1_input_tokens, tokens-out from m1_output_tokens',
    'model m2: quality from m2_score',
    'columns not used: extra',
  ]);
  expect(only(items, 'experiment')[0]?.settings).toEqual({
    name: 'bench',
    scorer: { type: 'given' },
    split: 'none',
    cost: { by: 'usd' },
  });
});

test('without other columns, every column of numbers or flags is a model; cost is calls of the best', async () => {
  const items = await read(file('r.csv', 'prompt,a,b,note\nx,True,False,why\ny,False,False,\nz,0.5,1,\n'));
  expect(only(items, 'model').map(({ model }) => model.id)).toEqual(['a', 'b']);
  expect(only(items, 'query').map(({ query }) => query.id)).toEqual(['1', '2', '3']);
  expect(only(items, 'experiment')[0]?.settings.cost).toEqual({ by: 'calls', model: 'a' });
});

test('options override the guess; nested JSON is reached with a dot', async () => {
  const line = { q: 'hi', records: { a: 3, b: 10 }, usages: { a: { cost: 0.5 } }, who: 'x', topic: 't' };
  const path = file('r.jsonl', `${JSON.stringify(line)}\n`);
  const options = {
    id: 'who',
    prompt: 'q',
    category: 'topic',
    scale: 10,
    quality: ['A=records.a', 'B=records.b'],
    cost: ['A=usages.a.cost'],
    name: 'mine',
  };
  const items = await read(path, options);
  expect(only(items, 'query')[0]).toMatchObject({ query: { id: 'x', prompt: 'hi' }, label: { category: 't' } });
  expect(only(items, 'recording').map(({ recording }) => [recording.modelId, recording.quality, recording.costUsd])).toEqual([
    ['A', 0.3, 0.5],
    ['B', 1, undefined],
  ]);
  expect(only(items, 'experiment')[0]?.settings.name).toBe('mine');
});

test('missing is missing: no value, no score; no score and no answer, no recording', async () => {
  const path = file('m.csv', 'id,prompt,a_score,a_response,a_cost,b_score\n1,x,NaN,text,,\n2,y,,,0.3,None\n');
  expect(await recordings(path)).toEqual([{ key: null, queryId: '1', modelId: 'a', sample: 0, answer: { text: 'text' } }]);
  expect(only(await read(path), 'problem')).toEqual([]);
});

test('a column that first appears in the last line is read', async () => {
  const path = file('late.jsonl', '{"id":1,"prompt":"x","a":1}\n{"id":2,"prompt":"y","a":0,"b":true}\n');
  expect((await recordings(path)).map(({ queryId, modelId, quality }) => [queryId, modelId, quality])).toEqual([
    ['1', 'a', 1],
    ['2', 'a', 0],
    ['2', 'b', 1],
  ]);
});

test('messages, lists and structured references pass through', async () => {
  const messages = [{ role: 'user', content: 'hi' }];
  const rows = [
    { id: 'a', messages, reference: { contains: ['x'] }, m_answer: 'x' },
    { id: 'b', messages: 'text', reference: ['x', 'y'], m_answer: { k: 1 } },
  ];
  const items = await read(file('m.jsonl', rows.map((row) => JSON.stringify(row)).join('\n')));
  expect(only(items, 'query').map(({ query, label }) => [query.prompt, label.reference])).toEqual([
    [messages, { contains: ['x'] }],
    ['text', ['x', 'y']],
  ]);
  expect(only(items, 'recording')[1]?.recording.answer).toEqual({ text: '{"k":1}' });
  expect(only(items, 'experiment')[0]?.settings.scorer).toEqual({ type: 'by_reference' });
});

test('a reference in CSV is a number or JSON where it plainly is', async () => {
  const path = file('c.csv', 'prompt,reference,m\na,18,1\nb,007,1\nc,"[""x"",""y""]",1\nd,[sic],1\n');
  expect(only(await read(path), 'query').map(({ label }) => label.reference)).toEqual([18, '007', ['x', 'y'], '[sic]']);
});

test('rows without prompt or id, or with an id seen before, are skipped with their line', async () => {
  const path = file('s.csv', 'id,prompt,m\n1,x,1\n1,y,1\n,z,1\n4,,1\n');
  expect(only(await read(path), 'skipped').map(({ line, key, reason }) => [line, key, reason])).toEqual([
    [3, '1', 'repeated id'],
    [4, undefined, 'no id'],
    [5, '4', 'no prompt'],
  ]);
});

test('JSONL is split on \\n alone, .gz is read', async () => {
  const text = `${JSON.stringify({ id: 1, prompt: 'a\u0085b\u2028c', m: true })}\n`;
  const items = await read(file('u.jsonl.gz', gzipSync(text)));
  expect(only(items, 'query')[0]?.query.prompt).toBe('a\u0085b\u2028c');
});

test('a list that is no conversation is no prompt', async () => {
  const rows = [[], ['hi'], [{ role: 'robot', content: 'x' }], [{ role: 'user' }], [{ role: 'user', content: [{ text: 'x' }] }]];
  const path = file('p.jsonl', rows.map((messages, id) => JSON.stringify({ id, messages, m: 1 })).join('\n'));
  expect(only(await read(path), 'skipped').map(({ reason }) => reason)).toEqual(rows.map(() => 'no prompt'));
});

describe('mistakes', () => {
  test('tokens are whole', async () => {
    const path = file('t.csv', 'prompt,m_score,m_input_tokens\nx,1,7.5\n');
    expect(only(await read(path), 'problem')[0]?.problem).toMatchObject({
      field: 'm_input_tokens',
      value: '7.5',
      accepted: 'a whole number',
    });
  });

  test('bad cells are problems with file, line and column', async () => {
    const path = file('b.csv', 'id,prompt,a_score,a_cost\n1,x,7,-2\n2,"y\nz",good,1\n3,w,-1,1\n');
    const found = only(await read(path), 'problem').map(({ problem }) => [
      problem.line,
      problem.field,
      problem.value,
      problem.hint,
    ]);
    expect(found).toEqual([
      [2, 'a_score', '7', 'if scores go up to another number: --scale <highest score>'],
      [2, 'a_cost', '-2', undefined],
      [3, 'a_score', 'good', undefined],
      [5, 'a_score', '-1', 'qualities start at 0'],
    ]);
  });

  test.each<[string, GivenOptions, string]>([
    ['id,prompt,a\n1,x,1\n', { quality: 'a' }, 'accepted: model=column'],
    ['id,prompt,score_a\n1,x,1\n', { quality: 'a=scorea' }, 'Did you mean "score_a"?'],
    ['id,prompt,a\n1,x,1\n', { quality: 'm=a', cost: 'n=a' }, 'a model without scores or answers'],
    ['id,prompt,a\n1,x,why\n', {}, 'no column looks like a model’s scores or answers'],
    ['id,words,a\n1,x,1\n', {}, 'no column looks like the prompt'],
    ['id,prompt,m_answer\n1,x,hi\n', {}, 'need a reference'],
    ['id,prompt,a,a\n1,x,1,1\n', {}, 'two columns have this name'],
    ['id,prompt,a\n1,x\n', {}, ':2  the row has 2 cells; accepted: 3 cells'],
    ['', {}, 'the file is empty'],
  ])('%j with %j: %s', async (text, options, message) => {
    await expect(read(file('e.csv', text), options)).rejects.toThrow(message);
  });

  test('not JSON, not an object, not a table, not there', async () => {
    await expect(read(file('e.jsonl', '{"id":1}\nnot\n'))).rejects.toThrow(/e\.jsonl:2 {2}not JSON/);
    await expect(read(file('e.jsonl', '[1]\n'))).rejects.toThrow(/e\.jsonl:1 {2}not a record/);
    await expect(read(file('e.xlsx', ''))).rejects.toThrow('not a table this importer reads');
    await expect(read('absent.csv')).rejects.toThrow('no such file');
  });
});
