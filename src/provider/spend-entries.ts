import { readFile } from 'node:fs/promises';
import { UserError } from '../domain/user-error.js';
import type { SpendTotals } from './spend-book.js';

/** What a reservation is for; kept so that a reader of the file can tell what was paid. */
export interface ReservedFor {
  readonly modelId: string;
  readonly queryId: string;
  readonly sample: number;
}

/** Money set aside for one attempt. */
export interface ReservedEntry extends ReservedFor {
  readonly id: string;
  readonly at: string;
  readonly reservedPico: number;
}

/** A line of a spend file: a reservation, what it came to, or why nobody will know. */
export type SpendEntry =
  | ReservedEntry
  /** `by`: somebody said so who saw the bill; else priced from the tokens that the provider reported. */
  | { readonly id: string; readonly settledPico: number; readonly by?: 'bill' }
  | { readonly id: string; readonly unresolved: string };

/** A reservation of which nobody knows what it cost. */
export interface OpenReservation extends ReservedEntry {
  /** How the attempt ended; null where the run ended before it. */
  readonly why: string | null;
}

/** All that a spend file says. */
export interface Spending {
  readonly settledPico: number;
  /** Part of it that was settled from a bill. */
  readonly billedPico: number;
  /** Calls that were settled. */
  readonly settled: number;
  readonly open: readonly OpenReservation[];
}

/**
 * Reads a spend file; nothing where there is none. A reservation that was never settled stays open.
 *
 * @throws UserError for a line that is no entry, but for a last one that a crash cut off: no call waited for it
 */
export async function readSpending(path: string): Promise<Spending> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return '';
    throw error;
  });
  const open = new Map<string, OpenReservation>();
  const sums = { settledPico: 0, billedPico: 0, settled: 0 };
  const lines = text.split('\n');
  for (const [at, line] of lines.entries()) {
    const entry = line === '' ? null : spendEntryOf(line);
    if (entry !== null) take(entry, open, sums);
    else if (line !== '' && at < lines.length - 1) {
      const hint = 'the file decides how much may still be spent: restore it, don’t delete it';
      throw new UserError({ file: path, line: at + 1, message: 'not an entry of a spend file', hint });
    }
  }
  return { ...sums, open: [...open.values()] };
}

function take(
  entry: SpendEntry,
  open: Map<string, OpenReservation>,
  sums: { settledPico: number; billedPico: number; settled: number },
): void {
  if ('reservedPico' in entry) {
    open.set(entry.id, { ...entry, why: null });
    return;
  }
  const reserved = open.get(entry.id);
  if (reserved === undefined) return;
  if ('unresolved' in entry) {
    open.set(entry.id, { ...reserved, why: entry.unresolved });
    return;
  }
  open.delete(entry.id);
  sums.settledPico += entry.settledPico;
  sums.settled++;
  if (entry.by === 'bill') sums.billedPico += entry.settledPico;
}

/** What earlier runs spent: a reservation that was never settled counts in full. */
export async function spentBefore(path: string): Promise<Pick<SpendTotals, 'settledPico' | 'unresolvedPico'>> {
  const { settledPico, open } = await readSpending(path);
  return { settledPico, unresolvedPico: open.reduce((sum, { reservedPico }) => sum + reservedPico, 0) };
}

/** A line as an entry; null where it is none. */
export function spendEntryOf(line: string): SpendEntry | null {
  try {
    const value = JSON.parse(line) as Partial<{
      id: string;
      reservedPico: number;
      settledPico: number;
      unresolved: string;
    }> | null;
    if (typeof value?.id !== 'string') return null;
    if (typeof value.unresolved === 'string') return value as SpendEntry;
    const amount = value.reservedPico ?? value.settledPico;
    return Number.isSafeInteger(amount) && (amount as number) >= 0 ? (value as SpendEntry) : null;
  } catch {
    return null;
  }
}
