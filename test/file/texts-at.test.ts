import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { fileLines, type Line, textsAt } from '../../src/file/lines.js';

const dir = mkdtempSync(join(tmpdir(), 'routelab-spans-'));
afterAll(() => rmSync(dir, { recursive: true }));

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

describe('fileLines', () => {
  it('reads lines as they were written, in pieces of plain letters and in others', async () => {
    const line = fc.constantFrom('{"plain":1}', 'x'.repeat(90_000), 'Š'.repeat(60_000), 'ž', '', '\u007f\u0080');
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 15 }),
        fc.constantFrom('\n', '\r\n'),
        fc.boolean(),
        async (lines, end, ends) => {
          const path = join(dir, 'lines.jsonl');
          writeFileSync(path, lines.join(end) + (ends ? end : ''));
          const whole = ends ? lines.length : lines.length - 1;
          const expected = lines.flatMap((text, at) => (text === '' ? [] : [{ number: at + 1, text, unended: at >= whole }]));
          expect((await all(fileLines(path))).map(({ number, text, unended }) => ({ number, text, unended }))).toEqual(expected);
        },
      ),
      { numRuns: 40 },
    );
  });
});

describe('textsAt', () => {
  it('finds lines again at the places they were read from, packed or not', async () => {
    // Long lines reach over the pieces that a file is read in.
    const line = fc
      .oneof(fc.string({ unit: 'grapheme' }), fc.constant('é'.repeat(150_000)))
      .map((text) => text.replaceAll(/[\r\n]/g, ''));
    await fc.assert(
      fc.asyncProperty(
        fc.array(line, { maxLength: 12 }),
        fc.boolean(),
        fc.boolean(),
        fc.infiniteStream(fc.boolean()),
        async (lines, packed, ends, picks) => {
          const path = join(dir, packed ? 'some.jsonl.gz' : 'some.jsonl');
          const text = Buffer.from(`\uFEFF${lines.join('\r\n')}${ends ? '\n' : ''}`);
          writeFileSync(path, packed ? gzipSync(text) : text);
          const read: Line[] = await all(fileLines(path));
          const wanted = read.filter(() => picks.next().value);
          expect((await all(textsAt(path, wanted))).map((found) => found.replace(/\r$/, ''))).toEqual(
            wanted.map((one) => one.text),
          );
        },
      ),
      { numRuns: 40 },
    );
  });
});
