import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { lineSpill, numberSpill, spilledRecords } from '../../src/file/spill.js';
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
    expect(spilledRecords(numbers[1] as string, 2).map((record) => [...record])).toEqual(odd.map((at) => [at, -at / 2]));
    expect(spilledRecords(join(emptyDir(), 'never made'), 2)).toEqual([]);
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
