import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { benchPath, benchRecord, benchResult } from '../dataset/importer/sample-llmrouterbench.js';
import { promptfooExport, promptfooRow } from '../dataset/importer/sample-promptfoo.js';
import { wideCsv, wideParquet, wideRows } from '../dataset/importer/sample-routerbench.js';
import { MINI_TASKS, miniCsv } from '../dataset/importer/sample-routerbench-mini.js';
import { poolsNpz } from '../dataset/importer/sample-routereval.js';
import { emptyDir, routelab } from '../support/cli.js';
import { npy, texts, zip } from '../support/npz.js';
import { tempFile, tempFolder } from '../support/temp-file.js';

const bench = (model: string, score: number) => benchResult('d', 'test', model, [benchRecord(1, { score }), benchRecord(2)]);
const export2 = promptfooExport(['a', 'b'].flatMap((provider) => [0, 1].map((test) => promptfooRow({ test, provider }))));
const unbalanced = wideCsv(wideRows.map((row) => row.map((cell, index) => (index === 7 ? "['never closed" : cell))));

interface Given {
  readonly format: string;
  readonly files: Readonly<Record<string, string | Buffer>>;
  readonly path: string;
  readonly options?: readonly string[];
}

const table = tempFile('w.parquet', '');
wideParquet(table);

describe('a format that was imported runs as it is', () => {
  it.each<Given>([
    {
      format: 'llmrouterbench',
      files: { [benchPath('d', 'test', 'a')]: bench('a', 1), [benchPath('d', 'test', 'b')]: bench('b', 0) },
      path: '.',
    },
    { format: 'promptfoo', files: { 'results.json': export2 }, path: 'results.json' },
    { format: 'routerbench', files: { 'w.csv': wideCsv() }, path: 'w.csv', options: ['--oracle-decisions'] },
    { format: 'routerbench', files: { 'w.parquet': readFileSync(table) }, path: 'w.parquet' },
    {
      format: 'routerbench-mini',
      files: { 'p.csv': miniCsv(), 'm.jsonl': MINI_TASKS },
      path: 'p.csv',
      options: ['--prompts', 'm.jsonl'],
    },
    { format: 'routereval', files: { 'arc.npz': poolsNpz() }, path: 'arc.npz', options: ['--set', 'easy/2/all_strong'] },
  ])('$format, $path', ({ format, files, path, options = [] }) => {
    const dir = tempFolder(files);
    const imported = routelab(dir, 'import', format, path, '--out', 'w', ...options);
    expect([imported.code, imported.stderr]).toEqual([0, '']);
    expect(imported.stdout).toMatch(/read {7}\d+ queries: \d+ kept, 0 repeated ids/);
    expect(imported.stdout).toMatch(/model {6}\S+: \d+ recordings, \d+ missing/);
    const ran = routelab(join(dir, 'w'), 'run');
    expect([ran.code, ran.code === 0 ? '' : ran.stderr]).toEqual([0, '']);
    expect(ran.stdout).toContain('SINGLE MODELS');
  });
});

it('says at the model which one is recorded too rarely to be compared on its own', () => {
  const rows = Array.from({ length: 10 }, (_, i) => `q${i},prompt ${i},1,${i % 2},${i < 4 ? 1 : ''}`);
  const dir = tempFolder({ 'w.csv': ['id,prompt,a_score,b_score,rare_score', ...rows, ''].join('\n') });
  const { code, stdout } = routelab(dir, 'import', 'wide', 'w.csv', '--out', 'w');
  expect([code, stdout]).toEqual([
    0,
    expect.stringMatching(
      /model {6}rare: 4 recordings, 6 missing.*: not compared on its own, being known on fewer than half of the queries\n/,
    ),
  ]);
  expect(stdout).toMatch(/model {6}b: 10 recordings, 0 missing(, unpriced)?\n/);
});

describe('a format that is broken is told in one line, with exit 2 and nothing half-written', () => {
  it.each<Given & { readonly message: RegExp }>([
    {
      format: 'llmrouterbench',
      files: { [benchPath('d', 'test', 'a')]: bench('a', 1).slice(0, -60) },
      path: '.',
      message: /20250101_000000\.json:\d+ {2}not JSON: the file ends too early/,
    },
    {
      format: 'promptfoo',
      files: { 'results.json': export2.slice(0, -200) },
      path: 'results.json',
      message: /results\.json:\d+ {2}not JSON: the file ends too early/,
    },
    {
      format: 'routerbench',
      files: { 'w.csv': unbalanced },
      path: 'w.csv',
      message:
        /w\.csv:2 {2}gpt-4-1106-preview\|model_response {2}not a Python list: the string is never closed.*accepted: ' at its end/,
    },
    {
      format: 'routerbench',
      files: { 'w.parquet': 'PAR1 and no more' },
      path: 'w.parquet',
      message: /w\.parquet {2}not readable as Parquet/,
    },
    {
      format: 'routerbench-mini',
      files: { 'p.csv': miniCsv().slice(0, -3), 'm.jsonl': MINI_TASKS },
      path: 'p.csv',
      options: ['--prompts', 'm.jsonl'],
      message: /p\.csv:\d+ {2}not readable as CSV/,
    },
    {
      format: 'routereval',
      files: { 'arc.npz': poolsNpz().subarray(0, 400) },
      path: 'arc.npz',
      message: /arc\.npz {2}not a zip archive/,
    },
    {
      format: 'routereval',
      files: { 'arc.npz': zip({ 'test_score.npy': npy('>f4', [1, 1], Buffer.alloc(4)), 'test_prompt.npy': texts(['x']) }) },
      path: 'arc.npz',
      message: /arc\.npz {2}test_score {2}holds >f4; accepted: float32, float64/,
    },
  ])('$format: $message', ({ format, files, path, options = [], message }) => {
    const dir = tempFolder(files);
    const before = readdirSync(dir).sort();
    const { code, stderr, stdout } = routelab(dir, 'import', format, path, '--out', 'w', ...options);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(message);
    expect(readdirSync(dir).sort()).toEqual(before);
  });
});

it('says which format a file looks like when another is named', () => {
  const dir = emptyDir();
  writeFileSync(join(dir, 'w.csv'), wideCsv());
  const { code, stderr } = routelab(dir, 'import', 'promptfoo', 'w.csv', '--out', 'w');
  expect(code).toBe(2);
  expect(stderr).toMatch(/nothing here that promptfoo reads.*\n hint {2}it looks like: .*routerbench/);
});
