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
