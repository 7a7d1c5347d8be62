import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import { readDataset } from '../../src/dataset/read-dataset.js';
import { codedValue } from '../../src/domain/column.js';
import { UserError } from '../../src/domain/user-error.js';

const dir = mkdtempSync(join(tmpdir(), 'routelab-dataset-'));
afterAll(() => rmSync(dir, { recursive: true }));

function file(name: string, content: string | Buffer): string {
  const path = join(dir, name);
  writeFileSync(path, content);
  return path;
}

const lines = (...rows: readonly object[]): string => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

async function problemsOf(path: string): Promise<UserError['problems']> {
  const error = await readDataset(path).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof UserError)) throw new Error(`no UserError but ${String(error)}`);
  return error.problems;
}

describe('readDataset, JSONL', () => {
  it('reads every field into columns', async () => {
    const content = lines(
      {
        id: 'a',
        prompt: 'hello',
        category: 'faq',
        reference: ['x', 1],
        choices: ['p', 'q'],
        weight: 2,
        signals: { tier: 'pro' },
      },
      {
        id: 'b',
        messages: [
          { role: 'system', content: 's' },
          { role: 'user', content: 'u' },
        ],
        group: 'g',
        split: 'test',
        'signals.vip': true,
      },
      {
        id: 'c',
        prompt: 'bye',
        difficulty: 'hard',
        rubric: 'r',
        arrived_at: '2025-01-31T09:30:00+01:00',
        metadata: { any: [1] },
      },
    );
    const path = file('all.jsonl', content);
    const { dataset, rows, columns, sha256 } = await readDataset(path);
    const { queries, labels } = dataset;
    expect([rows, queries.size, labels.size]).toEqual([3, 3, 3]);
    expect([0, 1, 2].map((row) => queries.ids.get(row))).toEqual(['a', 'b', 'c']);
    expect(queries.messages(0)).toEqual([{ role: 'user', content: 'hello' }]);
    expect(queries.messages(1)).toEqual([
      { role: 'system', content: 's' },
      { role: 'user', content: 'u' },
    ]);
    expect([...queries.signals.keys()]).toEqual(['tier', 'vip']);
    const tier = queries.signals.get('tier');
    expect(tier && [0, 1, 2].map((row) => codedValue(tier, row))).toEqual(['pro', undefined, undefined]);
    expect([0, 1, 2].map((row) => codedValue(labels.category, row))).toEqual(['faq', undefined, undefined]);
    expect([0, 1, 2].map((row) => codedValue(labels.group, row))).toEqual([undefined, 'g', undefined]);
    expect([0, 1, 2].map((row) => codedValue(labels.split, row))).toEqual([undefined, 'test', undefined]);
    expect([0, 1, 2].map((row) => codedValue(labels.difficulty, row))).toEqual([undefined, undefined, 'hard']);
    expect([...labels.weight]).toEqual([2, 1, 1]);
    expect([...labels.arrivedAtMs]).toEqual([Number.NaN, Number.NaN, Date.UTC(2025, 0, 31, 8, 30)]);
    expect(JSON.parse(labels.scoring.get(0))).toEqual({ reference: ['x', 1], choices: ['p', 'q'] });
    expect(labels.scoring.get(1)).toBe('{}');
    expect(JSON.parse(labels.scoring.get(2))).toEqual({ rubric: 'r' });
    expect(columns).toContain('signals.vip');
    expect(columns).toContain('arrived_at');
    expect(sha256).toBe(createHash('sha256').update(content).digest('hex'));
  });

  it('splits at line feeds only: other line ends may stand raw inside a text', async () => {
    const prompt = 'one\u0085two\u2028three\u2029four\vfive';
    const path = file('separators.jsonl', `{"id":"a","prompt":"${prompt.replace('\v', '\\u000b')}"}\n{"id":"b","prompt":"x"}\n`);
    const { dataset } = await readDataset(path);
    expect(dataset.queries.size).toBe(2);
    expect(dataset.queries.messages(0)).toEqual([{ role: 'user', content: prompt }]);
  });

  it('takes a byte order mark, carriage returns, blank lines, no last line feed, and .gz', async () => {
    const content = '\ufeff{"id":"a","prompt":"x"}\r\n\r\n  \n{"id":"b","prompt":"y"}';
    for (const path of [file('bom.ndjson', content), file('bom.jsonl.gz', gzipSync(content))]) {
      const { dataset } = await readDataset(path);
      expect([0, 1].map((row) => dataset.queries.ids.get(row))).toEqual(['a', 'b']);
    }
  });

  it('tells every problem with its line', async () => {
    const path = file(
      'bad.jsonl',
      `{"id":"a","prompt":"x"}\n\n{"id":"a","prompt":"y"}\n{"id":"b","prompt":}\n${lines({ id: 'c', prompt: 'z', weight: 0 }, { id: 'd' })}`,
    );
    expect(await problemsOf(path)).toMatchObject([
      { file: path, line: 3, field: 'id', value: '"a"', message: 'the id stands on line 1 already' },
      { file: path, line: 4, column: 20, message: 'not JSON' },
      { file: path, line: 5, field: 'weight', value: '0' },
      { file: path, line: 6, field: 'prompt' },
    ]);
  });

  it('lists 50 problems and counts the rest', async () => {
    const path = file('many.jsonl', lines(...Array.from({ length: 120 }, (_, row) => ({ id: `q${row}` }))));
    const problems = await problemsOf(path);
    expect(problems).toHaveLength(51);
    expect(problems[50]).toMatchObject({ message: '… and 70 more' });
  });

  it('tells an unknown column once, with the number of lines', async () => {
    const path = file(
      'column.jsonl',
      lines(...Array.from({ length: 9 }, (_, row) => ({ id: `q${row}`, prompt: 'x', promt: 'y' }))),
    );
    expect(await problemsOf(path)).toMatchObject([
      { line: 1, field: 'promt', nearest: 'prompt', message: 'unknown column, on 9 lines' },
    ]);
  });

  it('places bytes that are no UTF-8, after the problems before them', async () => {
    const path = file('latin1.jsonl', Buffer.from('{"id":"a"}\n{"id":"b","prompt":"caf\xe9"}\n', 'latin1'));
    expect(await problemsOf(path)).toMatchObject([
      { line: 1, field: 'prompt' },
      { line: 2, message: 'not valid UTF-8' },
    ]);
  });

  it('refuses a missing file, an empty one, and a name it does not know', async () => {
    expect(await problemsOf(join(dir, 'none.jsonl'))).toMatchObject([{ message: 'no such file' }]);
    expect(await problemsOf(file('empty.jsonl', '\n'))).toMatchObject([{ message: 'holds no query' }]);
    expect(await problemsOf(file('table.xlsx', 'x'))).toMatchObject([{ accepted: '.jsonl, .ndjson or .csv, each also .gz' }]);
  });

  it('warns of empty prompts', async () => {
    const path = file('hollow.jsonl', lines({ id: 'a', prompt: '' }, { id: 'b', prompt: 'x' }));
    expect((await readDataset(path)).warnings).toEqual([`${path}: 1 query has an empty prompt`]);
  });
});

describe('readDataset, CSV', () => {
  it('types cells by column, and takes an empty one as absent', async () => {
    const path = file(
      'typed.csv',
      '\ufeffid,prompt,reference,choices,weight,signals.tier,signals.spend,category\r\n' +
        '1,"two\nlines, and ""quotes""",42,"[""A"",""B""]",0.5,007,12.5,faq\r\n' +
        '2,x,"[""a"",""b""]",,,,true,\r\n',
    );
    const { dataset } = await readDataset(path);
    const { queries, labels } = dataset;
    expect(queries.ids.get(0)).toBe('1');
    expect(queries.messages(0)).toEqual([{ role: 'user', content: 'two\nlines, and "quotes"' }]);
    expect(JSON.parse(labels.scoring.get(0))).toEqual({ reference: 42, choices: ['A', 'B'] });
    expect(JSON.parse(labels.scoring.get(1))).toEqual({ reference: ['a', 'b'] });
    expect([...labels.weight]).toEqual([0.5, 1]);
    expect([...labels.category.codes]).toEqual([0, -1]);
    expect(queries.signals.get('tier')).toEqual({ codes: Int32Array.from([0, -1]), values: ['007'] });
    expect(queries.signals.get('spend')?.values).toEqual([12.5, true]);
  });

  it('reads messages from a cell, and .csv.gz', async () => {
    const path = file('chat.csv.gz', gzipSync('id,messages\na,"[{""role"":""user"",""content"":""hi""}]"\n'));
    expect((await readDataset(path)).dataset.queries.messages(0)).toEqual([{ role: 'user', content: 'hi' }]);
  });

  it('says what is wrong with the header and stops', async () => {
    const path = file('header.csv', 'id,prompt,promt,id\na,x,y,z\n');
    expect(await problemsOf(path)).toMatchObject([
      { line: 1, field: 'promt', nearest: 'prompt' },
      { line: 1, field: 'id', message: 'the column stands twice' },
    ]);
  });

  it('counts lines through blank lines and quoted cells, CRLF or not', async () => {
    for (const [name, end] of [
      ['unix.csv', '\n'],
      ['dos.csv', '\r\n'],
    ] as const) {
      const path = file(name, ['id,prompt,weight', 'a,"x', 'y",1', '', 'b,z,-1', 'c', 'd,,', ''].join(end));
      expect(await problemsOf(path)).toMatchObject([
        { line: 5, field: 'weight', value: '-1' },
        { line: 6, message: '1 cells', accepted: '3 cells, as the header has' },
        { line: 7, field: 'prompt' },
      ]);
    }
  });

  it('places a quote that never closes, and bytes that are no UTF-8', async () => {
    expect(await problemsOf(file('quote.csv', 'id,prompt\na,x\nb,"y\nc,z\n'))).toMatchObject([
      { line: 3, message: 'a quoted cell is never closed' },
    ]);
    expect(await problemsOf(file('latin1.csv', Buffer.from('id,prompt\na,x\nb,caf\xe9\nc,z\n', 'latin1')))).toMatchObject([
      { line: 3, message: 'not valid UTF-8' },
    ]);
    expect(await problemsOf(join(dir, 'none.csv'))).toMatchObject([{ message: 'no such file' }]);
  });
});
