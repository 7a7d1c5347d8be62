import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { writeCsv } from '../../src/dataset/csv.js';
import { readCsv } from '../support/read-csv.js';

const dir = mkdtempSync(join(tmpdir(), 'routelab-csv-'));
afterAll(() => rmSync(dir, { recursive: true }));
const path = join(dir, 'out.csv');

describe('writeCsv', () => {
  it('quotes what needs it and leaves unknown cells empty', async () => {
    await writeCsv(
      path,
      ['a', 'b', 'c'],
      [
        ['x,y', 'say "hi"\nthere', 1.5],
        [null, '', Number.NaN],
      ],
    );
    expect(readFileSync(path, 'utf8')).toBe('a,b,c\n"x,y","say ""hi""\nthere",1.5\n,,\n');
  });

  it('disarms formulas and leaves numbers alone', async () => {
    await writeCsv(
      path,
      ['=h'],
      ['=1+1', '+cmd', '-a', '@x', '\tx', '-1.5', '+3e2', '-', 'a=b'].map((cell) => [cell]),
    );
    expect(readFileSync(path, 'utf8').split('\n')).toEqual([
      "'=h",
      "'=1+1",
      "'+cmd",
      "'-a",
      "'@x",
      "'\tx",
      '-1.5',
      '+3e2',
      "'-",
      'a=b',
      '',
    ]);
  });

  it('gives no cell that a spreadsheet would run', async () => {
    const cell = fc.oneof(
      fc.string(),
      fc.string().map((text) => `=${text}`),
      fc.string().map((text) => `-${text}`),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1 }), async (rows) => {
        await writeCsv(path, ['a', 'b'], rows);
        for (const row of await readCsv(path)) {
          for (const value of Object.values(row)) expect(/^[=+\-@\t\r]/.test(value) && Number.isNaN(Number(value))).toBe(false);
        }
      }),
      { numRuns: 50 },
    );
  });

  it('takes rows as they come, far more than fit a buffer', async () => {
    function* rows() {
      for (let row = 0; row < 30_000; row++) yield [row, 'x'.repeat(50)];
    }
    await writeCsv(path, ['n', 'x'], rows());
    expect(readFileSync(path, 'utf8').split('\n')).toHaveLength(30_002);
  });

  it('keeps a cell that is only blank', async () => {
    await writeCsv(
      path,
      ['a', 'b'],
      [
        [' ', ''],
        ['\u00a0x', ' y'],
      ],
    );
    expect(await readCsv(path)).toEqual([
      { a: ' ', b: '' },
      { a: '\u00a0x', b: ' y' },
    ]);
  });

  it('is read back as it was, but for NUL and formulas', async () => {
    const cell = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.stringMatching(/^[",|\r\n\0 xé😀]*$/u),
      fc.double(),
      fc.constant(null),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(cell, cell), { minLength: 1 }), async (rows) => {
        await writeCsv(path, ['a', 'b'], rows);
        const shown = (one: string | number | null): string => {
          const text = one === null || Number.isNaN(one) ? '' : String(one);
          const formula = typeof one === 'string' && /^[=+\-@\t\r]/.test(text) && !/^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(text);
          return `${formula ? "'" : ''}${text}`.replaceAll('\0', '');
        };
        expect(await readCsv(path)).toEqual(rows.map(([a, b]) => ({ a: shown(a), b: shown(b) })));
      }),
      { numRuns: 30 },
    );
  });

  it('tells a place that can not be written', async () => {
    await expect(writeCsv(join(dir, 'no', 'x.csv'), ['a'], [['b']])).rejects.toThrow('ENOENT');
  });
});
