import { type FileHandle, open } from 'node:fs/promises';
import { mendTail } from './mend-tail.js';

/**
 * When lines reach the disk. `at_close`: in blocks, synced at the end (a crash loses the last block). `each_line`: every line
 * is with the system before its `write` resolves, so that a killed process loses none of them, and synced within a second, so
 * that a power failure loses at most that.
 */
export type Durability = 'at_close' | 'each_line';

const FLUSH_AT = 1 << 18;
const SYNC_WITHIN_MS = 1000;

/** Appends lines to a file; nothing is ever rewritten. */
export interface LineAppender {
  /** `line` ends with its line feed. */
  append(line: string): Promise<void>;
  close(): Promise<void>;
}

/**
 * Opens a file for appending lines, which go to it in the order they came, one write after the other, however many callers there are.
 *
 * @param isWhole whether a text is all of a line: what a crash left at the end is mended first
 */
export function lineAppender(path: string, isWhole: (line: string) => boolean, durability: Durability): LineAppender {
  let pending: string[] = [];
  let size = 0;
  let sync: NodeJS.Timeout | undefined;
  const opened = mendTail(path, isWhole).then(() => open(path, 'a'));
  let last: Promise<void> = opened.then(() => undefined);
  last.catch(() => undefined);
  const flush = (): Promise<void> => {
    const text = pending.join('');
    pending = [];
    size = 0;
    last = last.then(async () => (await opened).appendFile(text));
    last.catch(() => undefined);
    return last;
  };
  // Waits its turn behind the writes; should it fail, so does whatever is written next.
  const syncSoon = (): void => {
    sync ??= setTimeout(() => {
      sync = undefined;
      last = last.then(async () => (await opened).datasync());
      last.catch(() => undefined);
    }, SYNC_WITHIN_MS);
  };
  return {
    async append(line) {
      pending.push(line);
      size += line.length;
      if (durability === 'at_close' && size < FLUSH_AT) return;
      await flush();
      if (durability === 'each_line') syncSoon();
    },
    async close() {
      clearTimeout(sync);
      const handle: FileHandle = await opened;
      try {
        await flush();
        await handle.sync();
      } finally {
        await handle.close();
      }
    },
  };
}
