import { createWriteStream, existsSync } from 'node:fs';
import { link, open, rename, stat, unlink } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { mendTail } from '../file/mend-tail.js';
import { checkRecording, type ReadRecording, readRecordingFile } from './read-recordings.js';

/** What stands in place of a line; null for nothing. */
export type LineInstead = (read: ReadRecording) => string | null;

/**
 * Writes a file of recordings anew, whole or not at all: into `<file>.new`, synced, then put in its place. A torn last line is set
 * aside first. Only for who holds the lock.
 *
 * @param keepOld keep the file as it was beside it, as `.bak` (`.bak2` … where there is one); a file that loses all its lines is
 * then only there
 */
export async function rewriteRecordings(file: string, instead: LineInstead, keepOld: boolean): Promise<void> {
  const packed = file.endsWith('.gz');
  if (!packed) await mendTail(file, (line) => 'recording' in checkRecording(line));
  const draft = `${file}.new`;
  try {
    const lines = Readable.from(linesInstead(file, instead));
    if (packed) await pipeline(lines, createGzip(), createWriteStream(draft));
    else await pipeline(lines, createWriteStream(draft));
    await synced(draft);
    if (keepOld) await link(file, freeName(`${file}.bak`));
    const { size } = await stat(draft);
    if (keepOld && !packed && size === 0) await Promise.all([unlink(draft), unlink(file)]);
    else await rename(draft, file);
  } catch (error) {
    await unlink(draft).catch(() => undefined);
    throw error;
  }
}

async function* linesInstead(file: string, instead: LineInstead): AsyncGenerator<string> {
  for await (const read of readRecordingFile(file)) {
    const line = instead(read);
    if (line !== null) yield `${line}\n`;
  }
}

async function synced(file: string): Promise<void> {
  const handle = await open(file, 'r+');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function freeName(name: string): string {
  for (let at = 1; ; at++) {
    const free = at === 1 ? name : `${name}${at}`;
    if (!existsSync(free)) return free;
  }
}
