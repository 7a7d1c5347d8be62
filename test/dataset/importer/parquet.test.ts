import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openTable, tableColumns } from '../../../src/dataset/importer/source/table-rows.js';
import { wide } from '../../../src/dataset/importer/wide.js';
import { importItems, importSource, only } from '../../conformance/import-suite.js';
import { writeParquet } from '../../support/parquet.js';

const at = (name: string): string => join(mkdtempSync(join(tmpdir(), 'routelab-parquet-')), name);

async function rows(file: string) {
  const found = [];
  for await (const { line, cells } of (await openTable(file)).rows) found.push([line, Object.fromEntries(cells)]);
  return found;
}

test('rows come group by group; big integers, NaN, dates, bytes, lists and structs become JSON', async () => {
  const file = at('types.parquet');
  writeParquet(file, [
    { name: 'n', data: [1n, 2n ** 60n, 3n], type: 'INT64' },
    { name: 'x', data: [0.5, Number.NaN, Number.POSITIVE_INFINITY], type: 'DOUBLE' },
    { name: 'flag', data: [true, false, null], type: 'BOOLEAN' },
    { name: 'when', data: [new Date(0), new Date(1000), null], type: 'TIMESTAMP' },
    { name: 'list', data: [['a', 'b'], [], ['c']] },
    { name: 'any', data: [{ k: { n: 1 } }, { k: { n: 2 } }, null], type: 'JSON' },
  ]);
  expect(await tableColumns(file)).toEqual(['n', 'x', 'flag', 'when', 'list', 'any']);
  expect(await rows(file)).toEqual([
    [
      1,
      {
        n: 1,
        x: 0.5,
        flag: true,
        when: '1970-01-01T00:00:00.000Z',
        list: ['a', 'b'],
        any: { k: { n: 1 } },
        'any.k': { n: 1 },
        'any.k.n': 1,
      },
    ],
    [
      2,
      {
        n: '1152921504606846976',
        x: null,
        flag: false,
        when: '1970-01-01T00:00:01.000Z',
        list: [],
        any: { k: { n: 2 } },
        'any.k': { n: 2 },
        'any.k.n': 2,
      },
    ],
    [3, { n: 3, x: 'Infinity', flag: null, when: null, list: ['c'], any: null }],
  ]);
});

test.each(['SNAPPY', 'GZIP', 'UNCOMPRESSED'] as const)('a wide table says the same in Parquet (%s) as in CSV', async (codec) => {
  const csv = at('same.csv');
  writeFileSync(csv, 'id,prompt,m1_score,m1_cost,m2_score\n1,hello,0.5,0.01,1\n2,"you\nthere",,0.02,0\n3,x,1,,0\n');
  const parquet = at('same.parquet');
  writeParquet(
    parquet,
    [
      { name: 'id', data: [1n, 2n, 3n], type: 'INT64' },
      { name: 'prompt', data: ['hello', 'you\nthere', 'x'], type: 'STRING' },
      { name: 'm1_score', data: [0.5, null, 1], type: 'DOUBLE' },
      { name: 'm1_cost', data: [0.01, 0.02, null], type: 'DOUBLE' },
      { name: 'm2_score', data: [1n, 0n, 0n], type: 'INT64' },
    ],
    codec,
  );
  expect(await wide.detect(parquet)).toBe(true);
  const read = (path: string) => importItems(wide, importSource(wide, path));
  expect(await read(parquet)).toEqual(await read(csv));
});

test('a bad cell is told with the number of its row', async () => {
  const file = at('bad.parquet');
  writeParquet(file, [
    { name: 'prompt', data: ['a', 'b', 'c'], type: 'STRING' },
    { name: 'm_score', data: [1, 0, 7], type: 'DOUBLE' },
  ]);
  const problems = only(await importItems(wide, importSource(wide, file)), 'problem');
  expect(problems.map(({ problem }) => [problem.line, problem.field, problem.value])).toEqual([[3, 'm_score', '7']]);
});

test('a file that is cut off, or no Parquet at all, is said to be that', async () => {
  const file = at('cut.parquet');
  writeParquet(file, [{ name: 'prompt', data: ['a', 'b', 'c'], type: 'STRING' }]);
  writeFileSync(file, readFileSync(file).subarray(0, 60));
  await expect(rows(file)).rejects.toThrow(/cut\.parquet.*not readable as Parquet.*accepted: a whole Parquet file/);
  writeFileSync(file, 'id,prompt\n');
  await expect(rows(file)).rejects.toThrow('not readable as Parquet');
  await expect(rows('absent.parquet')).rejects.toThrow('no such file');
});

test('damage inside a row group is told with the first row of the group', async () => {
  const file = at('damaged.parquet');
  writeParquet(file, [{ name: 'prompt', data: ['aaaaaaaa', 'b', 'cccccccc', 'd'], type: 'STRING' }], 'GZIP');
  const bytes = readFileSync(file);
  // The compressed pages stand before the footer: the second group's begins after the first one's.
  const second = bytes.indexOf(Buffer.from([0x1f, 0x8b]), bytes.indexOf(Buffer.from([0x1f, 0x8b])) + 2);
  bytes.fill(0xff, second, second + 20);
  writeFileSync(file, bytes);
  await expect(rows(file)).rejects.toThrow(/damaged\.parquet:3 {2}not readable as Parquet/);
});
