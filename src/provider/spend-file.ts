import { randomUUID } from 'node:crypto';
import { mkdir, open } from 'node:fs/promises';
import { dirname } from 'node:path';
import { mendTail } from '../file/mend-tail.js';
import { type ReservedEntry, type ReservedFor, type SpendEntry, spendEntryOf } from './spend-entries.js';

/** The file behind a spend book: append only, one line a reservation or settlement. */
export interface SpendFile {
  /** Resolves once the reservation is on the disk (fsync), to its id. */
  reserve(what: ReservedFor, worstPico: number): Promise<string>;
  /** Not waited for: a lost settlement counts its reservation in full. */
  settle(id: string, costPico: number): void;
  /** Nor is this: it only says why. */
  leave(id: string, why: string): void;
  close(): Promise<void>;
}

/** Opens the file for appending; a last line that a crash cut off is set aside first. */
export async function openSpendFile(path: string, nowMs: () => number): Promise<SpendFile> {
  await mkdir(dirname(path), { recursive: true });
  await mendTail(path, (line) => spendEntryOf(line) !== null);
  const handle = await open(path, 'a');
  const run = randomUUID().slice(0, 8);
  let count = 0;
  let pending = '';
  let flushing: Promise<void> | null = null;
  let next: Promise<void> | null = null;
  const writeOut = async (): Promise<void> => {
    const text = pending;
    pending = '';
    await handle.appendFile(text);
    await handle.datasync();
  };
  // Reservations that come while one is being synced share the next sync.
  const flush = (): Promise<void> => {
    if (next !== null) return next;
    const before = flushing ?? Promise.resolve();
    next = before.then(() => {
      flushing = next;
      next = null;
      return writeOut();
    });
    next.catch(() => undefined);
    return next;
  };
  return {
    async reserve(what, worstPico) {
      const id = `${run}-${count++}`;
      const entry: ReservedEntry = { id, at: new Date(nowMs()).toISOString(), reservedPico: worstPico, ...what };
      pending += `${JSON.stringify(entry)}\n`;
      await flush();
      return id;
    },
    settle(id, costPico) {
      pending += `${JSON.stringify({ id, settledPico: costPico } satisfies SpendEntry)}\n`;
      void flush();
    },
    leave(id, why) {
      pending += `${JSON.stringify({ id, unresolved: why } satisfies SpendEntry)}\n`;
      void flush();
    },
    async close() {
      try {
        await flush();
      } finally {
        await handle.close();
      }
    },
  };
}
