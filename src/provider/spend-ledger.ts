import { type SpendBook, type SpendTotals, spendBook } from './spend-book.js';
import { type ReservedFor, spentBefore } from './spend-entries.js';
import { openSpendFile, type SpendFile } from './spend-file.js';

/** Money set aside for one attempt; exactly one of its ends is called. */
export interface Reservation {
  readonly settle: (costPico: number) => void;
  /** `why`: how the attempt ended. */
  readonly leaveUnresolved: (why: string) => void;
}

/** The cap, and the file that makes it hold over any number of runs and crashes. */
export interface SpendLedger {
  totals(): SpendTotals;
  /** Waits for calls in flight where that may make room. Null: the cap doesn't allow it, or the wait was given up. */
  reserve(what: ReservedFor, worstPico: number, stopped: () => boolean): Promise<Reservation | null>;
  /** Lets those who wait look again. */
  wake(): void;
  close(): Promise<void>;
}

/** A call that can't cost anything reserves nothing. */
const FREE: Reservation = { settle: () => undefined, leaveUnresolved: () => undefined };

/** Opens the ledger of a set of recordings. The cap is on all that was ever spent on the set. */
export async function openSpendLedger(path: string, capPico: number, nowMs: () => number): Promise<SpendLedger> {
  return spendLedger(spendBook(capPico, await spentBefore(path)), await openSpendFile(path, nowMs));
}

/** A book kept in a file. */
export function spendLedger(book: SpendBook, file: SpendFile): SpendLedger {
  let waiting: (() => void)[] = [];
  const wake = (): void => {
    const woken = waiting;
    waiting = [];
    for (const resume of woken) resume();
  };
  return {
    totals: book.totals,
    wake,
    close: file.close,
    async reserve(what, worstPico, stopped) {
      if (worstPico === 0) return FREE;
      if (!(await taken(book, worstPico, stopped, () => new Promise((resume) => waiting.push(resume))))) return null;
      const id = await file.reserve(what, worstPico);
      return {
        settle(costPico) {
          book.settle(worstPico, costPico);
          file.settle(id, costPico);
          wake();
        },
        leaveUnresolved(why) {
          book.leaveUnresolved(worstPico);
          file.leave(id, why);
          wake();
        },
      };
    },
  };
}

async function taken(book: SpendBook, worstPico: number, stopped: () => boolean, wait: () => Promise<void>): Promise<boolean> {
  for (;;) {
    if (stopped()) return false;
    const answer = book.reserve(worstPico);
    if (answer !== 'wait') return answer === 'taken';
    await wait();
  }
}
