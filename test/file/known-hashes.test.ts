import { mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { fileSha256 } from '../../src/file/file-hash.js';
import { knownHashes } from '../../src/file/known-hashes.js';

const dir = mkdtempSync(join(tmpdir(), 'routelab-hashes-'));
const [file, book] = [join(dir, 'data'), join(dir, 'hashes.json')];
afterAll(() => rmSync(dir, { recursive: true }));
afterEach(() => vi.useRealTimers());

/** The hash as known after a while: file systems' clocks are coarse. */
async function hashLater(): Promise<string> {
  vi.useFakeTimers({ now: Date.now() + 5000, toFake: ['Date'] });
  const hashes = await knownHashes(book);
  const hash = await hashes.of(file);
  await hashes.save();
  return hash;
}

describe('hashes of files', () => {
  it('are known as long as the file is the very same', async () => {
    writeFileSync(file, 'one');
    const first = await hashLater();
    expect(first).toBe(await fileSha256(file));
    writeFileSync(book, readFileSync(book, 'utf8').replace(first, 'a'.repeat(64)));
    expect(await hashLater()).toBe('a'.repeat(64));
  });

  it('are found again when a byte is changed and the time put back', async () => {
    const { atime, mtime, ctimeMs } = statSync(file);
    // The clock of a file system may stand still for some milliseconds.
    do {
      writeFileSync(file, 'two');
      utimesSync(file, atime, mtime);
    } while (statSync(file).ctimeMs === ctimeMs);
    expect(await hashLater()).toBe(await fileSha256(file));
  });

  it('are not kept of a file that was written just now: it may be written again at the same time', async () => {
    writeFileSync(file, 'new');
    vi.useFakeTimers({ now: statSync(file).mtimeMs + 500, toFake: ['Date'] });
    const hashes = await knownHashes(book);
    await hashes.of(file);
    await hashes.save();
    expect(JSON.parse(readFileSync(book, 'utf8'))).toEqual({});
  });

  it('are found again where the book can’t be read', async () => {
    writeFileSync(book, '{"torn');
    expect(await hashLater()).toBe(await fileSha256(file));
  });
});
