import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineSpill, numberSpill, rowSpill, spilledLines, spilledNumbers, spilledRows } from '../../src/file/spill.js';
import { emptyDir } from '../support/cli.js';

const filesIn = (dir: string, count: number): string[] => Array.from({ length: count }, (_, at) => join(dir, `${at}`));

describe('a spill', () => {
  it('gives every file what fell into it, in order', () => {
    const [lines, numbers] = [filesIn(emptyDir(), 2), filesIn(emptyDir(), 2)];
    const texts = lineSpill(lines);
    const records = numberSpill(numbers, 2);
    for (let at = 0; at < 30_000; at++) {
      texts.add(at % 2, `line ${at}`);
      records.add(at % 2, [at, -at / 2]);
    }
    texts.flush();
    records.flush();
    const odd = Array.from({ length: 15_000 }, (_, at) => 2 * at + 1);
    expect(readFileSync(lines[1] as string, 'utf8')).toBe(odd.map((at) => `line ${at}\n`).join(''));
    expect([...spilledLines(lines[1] as string)]).toEqual(odd.map((at) => `line ${at}`));
    expect([...spilledNumbers(numbers[1] as string)]).toEqual(odd.flatMap((at) => [at, -at / 2]));
    const missing = join(emptyDir(), 'never made');
    expect([[...spilledLines(missing)], [...spilledNumbers(missing)], [...spilledRows(missing, Float64Array.of(1))]]).toEqual([
      [],
      [],
      [],
    ]);
  });

  it('gives lines longer than what is read at once', () => {
    const [path] = filesIn(emptyDir(), 1) as [string];
    const texts = ['ż'.repeat(400_000), '', 'x'];
    const spill = lineSpill([path]);
    for (const text of texts) spill.add(0, text);
    spill.flush();
    expect([...spilledLines(path)]).toEqual(texts);
  });

  it('gives rows again to the bit, however much of them is as usual', () => {
    const usual = Float64Array.from({ length: 40 }, (_, at) => [0, Number.NaN, -1, 5][at % 4] as number);
    const value = fc.oneof(fc.constant('usual' as const), fc.constantFrom(0, -0, Number.NaN, 2 ** 40, Infinity), fc.double());
    const row = fc.array(value, { minLength: 40, maxLength: 40 });
    fc.assert(
      fc.property(fc.array(row, { maxLength: 30 }), (rows) => {
        const wanted = rows.map((own) => Float64Array.from(own, (one, at) => (one === 'usual' ? (usual[at] as number) : one)));
        const paths = filesIn(emptyDir(), 2);
        const spill = rowSpill(paths, usual);
        wanted.forEach((own, at) => {
          spill.add(at % 2, own);
        });
        spill.flush();
        for (const bucket of [0, 1])
          expect(Array.from(spilledRows(paths[bucket] as string, usual), (own) => [...own])).toEqual(
            wanted.filter((_, at) => at % 2 === bucket).map((own) => [...own]),
          );
      }),
      { numRuns: 30 },
    );
  });

  it('reads rows across what is read at once', () => {
    const usual = new Float64Array(5);
    const [path] = filesIn(emptyDir(), 1) as [string];
    const spill = rowSpill([path], usual);
    for (let at = 0; at < 40_000; at++) spill.add(0, Float64Array.of(at, 0, at % 3, 0, -at));
    spill.flush();
    let sum = 0;
    let rows = 0;
    for (const row of spilledRows(path, usual)) if (row[0] === rows++ && row[4] === -(row[0] as number)) sum += row[2] as number;
    expect([rows, sum]).toEqual([40_000, 39_999]);
  });

  it.each([
    [16, false],
    [4096, true],
  ])('of %i files keeps so little of each that all together stay small', (count, written) => {
    const [lines, numbers] = [filesIn(emptyDir(), count), filesIn(emptyDir(), count)];
    lineSpill(lines).add(3, 'x'.repeat(5000));
    const records = numberSpill(numbers, 2);
    for (let at = 0; at < 300; at++) records.add(3, [at, at]);
    expect([lines[3], numbers[3]].map((path) => existsSync(path as string))).toEqual([written, written]);
  });
});
