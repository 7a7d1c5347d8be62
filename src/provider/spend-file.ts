import { randomUUID } from 'node:crypto';
import { mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UserError } from '../domain/user-error.js';
import { mendTail } from '../file/mend-tail.js';
import type { SpendTotals } from './spend-book.js';

/** What a reservation is for; kept so that a reader of the file can tell what was paid. */
export interface ReservedFor {
  readonly modelId: string;
  readonly queryId: string;
  readonly sample: number;
}

/** The file behind a spend book: append only, one line a reservation or settlement. */
export interface SpendFile {
  /** Resolves once the reservation is on the disk (fsync), to its id. */
  reserve(what: ReservedFor, worstPico: number): Promise<string>;
  /** Not waited for: a lost settlement counts its reservation in full. */
  settle(id: string, costPico: number): void;
  close(): Promise<void>;
}

/** A line of the file. */
type Entry =
  | ({ readonly id: string; readonly at: string; readonly reservedPico: number } & ReservedFor)
  | { readonly id: string; readonly settledPico: number };

/** What earlier runs spent; nothing where there is no file. A reservation that was never settled counts in full. */
export async function spentBefore(path: string): Promise<Pick<SpendTotals, 'settledPico' | 'unresolvedPico'>> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const open = new Map<string, number>();
  let settledPico = 0;
  for (const [at, line] of text.split('\n').entries()) {
    if (line === '') continue;
    const entry = entryOf(line);
    // A last line that a crash cut off was not waited for by any call.
    if (entry === null && at === text.split('\n').length - 1) continue;
    if (entry === null) {
      const hint = 'the file decides how much may still be spent: restore it, don’t delete it';
      throw new UserError({ file: path, line: at + 1, message: 'not an entry of a spend file', hint });
    }
    if ('reservedPico' in entry) open.set(entry.id, entry.reservedPico);
    else if (open.delete(entry.id)) settledPico += entry.settledPico;
  }
  let unresolvedPico = 0;
  for (const reservedPico of open.values()) unresolvedPico += reservedPico;
  return { settledPico, unresolvedPico };
}

/** Opens the file for appending; a last line that a crash cut off is set aside first. */
export async function openSpendFile(path: string, nowMs: () => number): Promise<SpendFile> {
  await mkdir(dirname(path), { recursive: true });
  await mendTail(path, (line) => entryOf(line) !== null);
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
      const entry: Entry = { id, at: new Date(nowMs()).toISOString(), reservedPico: worstPico, ...what };
      pending += `${JSON.stringify(entry)}\n`;
      await flush();
      return id;
    },
    settle(id, costPico) {
      pending += `${JSON.stringify({ id, settledPico: costPico } satisfies Entry)}\n`;
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

function entryOf(line: string): Entry | null {
  try {
    const value = JSON.parse(line) as Partial<{ id: string; reservedPico: number; settledPico: number }> | null;
    const amount = value?.reservedPico ?? value?.settledPico;
    return typeof value?.id === 'string' && Number.isSafeInteger(amount) && (amount as number) >= 0 ? (value as Entry) : null;
  } catch {
    return null;
  }
}
