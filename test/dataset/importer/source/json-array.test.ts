import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readJsonAround, readJsonArray, readJsonBefore } from '../../../../src/dataset/importer/source/json-array.js';

const folder = mkdtempSync(join(tmpdir(), 'routelab-json-'));
const file = join(folder, 'x.json');

async function elements(text: string | Buffer, key?: string) {
  writeFileSync(file, text);
  const found: unknown[] = [];
  const lines: number[] = [];
  for await (const { line, value } of readJsonArray(file, key)) {
    found.push(value);
    lines.push(line);
  }
  return { found, lines };
}

describe('an array of a JSON file, element by element', () => {
  test('at the top, with the lines its elements start on', async () => {
    expect(await elements('[\n  {"a": [1, {"b": "],}"}]},\n\n  2, "x\\"]"\n]\n')).toEqual({
      found: [{ a: [1, { b: '],}' }] }, 2, 'x"]'],
      lines: [2, 4, 4],
    });
    expect(await elements('[]')).toEqual({ found: [], lines: [] });
    expect((await elements('\ufeff[1]')).found).toEqual([1]);
  });

  test('under a key of the object at the top, and nowhere else', async () => {
    const text =
      '{"note": "items", "deep": {"items": [9]}, "list": ["items", [8]], "items": [1, [2], {"items": [3]}], "rest": [4]}';
    expect((await elements(text, 'items')).found).toEqual([1, [2], { items: [3] }]);
    expect(await readJsonAround(file, 'items')).toEqual({
      note: 'items',
      deep: { items: [9] },
      list: ['items', [8]],
      items: [],
      rest: [4],
    });
    expect((await elements(text, 'absent')).found).toEqual([]);
    expect((await elements(text)).found).toEqual([]);
    expect((await elements('{"items": {"a": [1]}, "b": [2]}', 'items')).found).toEqual([]);
  });

  test('under a path of keys, whatever stands beside it', async () => {
    const path = ['results', 'results'];
    const beside = '"results": [1], "note": "results", "list": [{"results": [2]}], "deep": {"results": {"results": [3]}}';
    const text = `{"results": {"list": [4], "inner": {"results": [5]}, "results": [6, {"results": [7]}], "after": [8]}, "x": {${beside}}}`;
    const found: unknown[] = [];
    writeFileSync(file, text);
    for await (const { value } of readJsonArray(file, path)) found.push(value);
    expect(found).toEqual([6, { results: [7] }]);
    expect(await readJsonBefore(file, path)).toEqual({ results: { list: [4], inner: { results: [5] }, results: [] } });
    writeFileSync(file, `{${beside}}`);
    for await (const { value } of readJsonArray(file, path)) expect(value).toBe('nothing');
    expect(await readJsonBefore(file, path)).toBeUndefined();
  });

  test('what stands before the array is read without reading on', async () => {
    writeFileSync(file, '{"demo": false, "model": "m", "records": [ {"a": 1}, this is never looked at');
    expect(await readJsonBefore(file, 'records')).toEqual({ demo: false, model: 'm', records: [] });
    writeFileSync(file, '{"demo": false, "model"');
    await expect(readJsonBefore(file, 'records')).rejects.toThrow('the file ends too early');
  });

  test('gzipped, and with characters of several bytes', async () => {
    const path = join(folder, 'x.json.gz');
    writeFileSync(path, gzipSync('[{"é": "\u0085 ☃ 𝒳"}]'));
    const found: unknown[] = [];
    for await (const { value } of readJsonArray(path)) found.push(value);
    expect(found).toEqual([{ é: '\u0085 ☃ 𝒳' }]);
  });

  test.each([
    ['[1, 2', 'x.json:1  not JSON: the file ends too early'],
    ['[1,\n{"a": tru}]', 'x.json:2  not JSON'],
    ['[1,]', 'x.json:1  not JSON'],
    ['[1}', 'x.json:1  not JSON'],
    ['[1] 2', 'x.json:1  not JSON'],
    ['', 'x.json:1  not JSON'],
  ])('%j is told with its line', async (text, message) => {
    await expect(elements(text)).rejects.toThrow(message);
  });

  test('bytes that are not UTF-8 are told with their line', async () => {
    await expect(elements(Buffer.from([0x5b, 0x0a, 0x22, 0xff, 0x22, 0x5d]))).rejects.toThrow('x.json:2  not valid UTF-8');
  });

  test.each([0, 1, 2])('a file of several chunks: an escape may fall on any boundary (%i)', async (shift) => {
    // A backslash, a quote and a comma throughout, moved by one and two: one of the three is torn apart at each boundary.
    const list = [{ '"': 'x'.repeat(shift), n: [1, [{}]] }, '",'.repeat(300_000), ['[{"', { a: '\\' }]];
    const text = JSON.stringify({ list }, null, 1);
    expect(text.length).toBeGreaterThan(3 * (1 << 18));
    const { found, lines } = await elements(text, 'list');
    expect(JSON.stringify(found) === JSON.stringify(list)).toBe(true);
    expect(lines).toEqual([3, 12, 13]);
  });

  test('gives what JSON.parse gives, whatever the values', async () => {
    const spaces = fc.constantFrom(undefined, 1, '\t');
    await fc.assert(
      fc.asyncProperty(fc.array(fc.jsonValue()), fc.jsonValue(), spaces, async (list, other, space) => {
        const text = JSON.stringify({ other, list, after: other }, null, space);
        const expected = JSON.parse(text) as { list: unknown };
        expect((await elements(text, 'list')).found).toEqual(expected.list);
        expect(await readJsonAround(file, 'list')).toEqual({ ...expected, list: [] });
        const nested = JSON.stringify({ other, a: { other, b: list, c: other } }, null, space);
        writeFileSync(file, nested);
        const deep: unknown[] = [];
        for await (const { value } of readJsonArray(file, ['a', 'b'])) deep.push(value);
        expect(deep).toEqual(expected.list);
        expect((await elements(JSON.stringify(list, null, space))).found).toEqual(expected.list);
      }),
      { numRuns: 200 },
    );
  });
});
