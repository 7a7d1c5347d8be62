import { Worker } from 'node:worker_threads';
import { shelfMemory } from './array-shelf.js';
import type { Message } from './message.js';
import { MOST_KEPT, type UnitResult } from './run-unit.js';
import type { FromThread, ToThread, UnitsToTake } from './thread-side.js';

/** A unit for a thread; its common value is fetched where the thread doesn't hold it yet. */
export interface ThreadUnit {
  readonly kind: string;
  /** Names the common value: equal names, equal values. */
  readonly common: string;
  readonly input: Message;
  readonly packed: () => Message | Promise<Message>;
  /** Whether all threads share what follows from the common value. */
  readonly shares: boolean;
}

/** Threads that run units, one at a time each. */
export interface ThreadPool {
  readonly size: number;
  /** Waits for a thread that is free, and for it to have run the unit. */
  run(unit: ThreadUnit): Promise<UnitResult>;
  /**
   * Has so many threads take units of which others take some too, and waits until they find none left. A thread that is busy takes them
   * after what it was asked before.
   *
   * @param common what they read, as in a unit
   */
  take(units: UnitsToTake, most: number, common: Pick<ThreadUnit, 'packed' | 'shares'>, came: Came): Promise<void>;
  /** Memory of the shelf of a common value that has one; null where the host has none. */
  memoryOf(common: string): SharedArrayBuffer | null;
  close(): Promise<void>;
}

/** Told what came of a unit, by its index. */
export type Came = (unit: number, result: UnitResult) => void;

/** Common values whose shelves are kept, the latest: threads keep no more of those that last, and only they have one. */
const MOST_SHELVES = MOST_KEPT;

interface Thread {
  readonly worker: Worker;
  readonly holds: Set<string>;
  ended: boolean;
  /** What it was asked and hasn't answered whole, in order. */
  readonly asked: Asked[];
}

interface Asked {
  /** Takes an answer. */
  settle(answer: FromThread): void;
  fail(error: Error): void;
}

/**
 * Starts no thread before there is a unit for it.
 *
 * @param entry the script every thread begins with; it serves units (see `serveThread`)
 * @param idleMs once nobody has wanted anything for so long, threads are ended, and with them goes all they hold; absent: they stay
 */
export function threadPool(entry: URL, size: number, idleMs?: number): ThreadPool {
  const threads: Thread[] = [];
  const free: Thread[] = [];
  const waiting: ((thread: Thread) => void)[] = [];
  const memories = new Map<string, SharedArrayBuffer | null>();
  const memoryOf = (common: string): SharedArrayBuffer | null => {
    const memory = memories.has(common) ? (memories.get(common) ?? null) : shelfMemory();
    memories.delete(common);
    memories.set(common, memory);
    for (const oldest of [...memories.keys()].slice(0, -MOST_SHELVES)) memories.delete(oldest);
    return memory;
  };
  let idle: NodeJS.Timeout | undefined;
  /** Gives back the memory of all that was asked for. */
  const rest = (): void => {
    memories.clear();
    free.length = 0;
    for (const { worker } of threads.splice(0)) void worker.terminate();
  };
  const release = (thread: Thread): void => {
    const next = waiting.shift();
    if (next !== undefined) {
      next(thread);
      return;
    }
    free.push(thread);
    if (idleMs !== undefined && free.length === threads.length) idle = setTimeout(rest, idleMs).unref();
  };
  /** Another thread may take the place of one that ended, whether it was at work or not. */
  const replace = (ended: Thread): void => {
    if (!threads.includes(ended)) return;
    threads.splice(threads.indexOf(ended), 1);
    if (free.includes(ended)) free.splice(free.indexOf(ended), 1);
    const next = waiting.shift();
    if (next !== undefined) void taken().then(next);
  };
  const taken = (): Promise<Thread> => {
    clearTimeout(idle);
    const own = free.pop();
    if (own !== undefined) return Promise.resolve(own);
    if (threads.length < size) {
      const started = startThread(entry, replace);
      threads.push(started);
      return Promise.resolve(started);
    }
    return new Promise((resolve) => waiting.push(resolve));
  };
  /** Free threads, then new ones, then those that have least to do. */
  const helpers = (count: number): { thread: Thread; own: boolean }[] => {
    clearTimeout(idle);
    const ready = free.splice(-count);
    while (ready.length < count && threads.length < size) {
      const started = startThread(entry, replace);
      threads.push(started);
      ready.push(started);
    }
    const busy = threads.filter((thread) => !ready.includes(thread)).sort((a, b) => a.asked.length - b.asked.length);
    const queued = busy.slice(0, count - ready.length).map((thread) => ({ thread, own: false }));
    return [...ready.map((thread) => ({ thread, own: true })), ...queued];
  };
  return {
    size,
    memoryOf,
    async run(unit) {
      const thread = await taken();
      try {
        return await runOn(thread, unit, memoryOf);
      } finally {
        if (!thread.ended) release(thread);
      }
    },
    async take(units, most, common, came) {
      const helping = helpers(Math.min(most, size)).map(async ({ thread, own }) => {
        try {
          await takeOn(thread, units, { ...units, ...common }, came, memoryOf);
        } finally {
          if (own && !thread.ended) release(thread);
        }
      });
      await Promise.all(helping);
    },
    async close() {
      clearTimeout(idle);
      // A last answer would have nobody wait for the thread's end.
      for (const { worker } of threads) worker.removeAllListeners('message');
      await Promise.all(threads.map(({ worker }) => worker.terminate()));
    },
  };
}

/** What names a common value, and has it. */
type Common = Pick<ThreadUnit, 'kind' | 'common' | 'packed' | 'shares'>;

async function runOn(thread: Thread, unit: ThreadUnit, memoryOf: ThreadPool['memoryOf']): Promise<UnitResult> {
  if (!thread.holds.has(unit.common)) await send(thread, unit, memoryOf);
  const answer = await asked(thread, unit);
  if (!('lacks' in answer)) return answer as UnitResult;
  // It was put away for others in between.
  await send(thread, unit, memoryOf);
  return (await asked(thread, unit)) as UnitResult;
}

async function takeOn(
  thread: Thread,
  units: UnitsToTake,
  common: Common,
  came: Came,
  memoryOf: ThreadPool['memoryOf'],
): Promise<void> {
  if (!thread.holds.has(units.common)) await send(thread, common, memoryOf);
  for (let held = await takes(thread, units, came); !held; held = await takes(thread, units, came))
    await send(thread, common, memoryOf);
}

/** False where the thread had put the common value away for others; it has taken nothing then. */
function takes(thread: Thread, units: UnitsToTake, came: Came): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const settle = (answer: FromThread): void => {
      if ('unit' in answer) came(answer.unit, answer.result);
      else resolve(!('lacks' in answer));
    };
    ask(thread, { to: 'take', ...units }, { settle, fail: reject });
  });
}

async function send(thread: Thread, { common, kind, packed, shares }: Common, memoryOf: ThreadPool['memoryOf']): Promise<void> {
  const memory = shares ? memoryOf(common) : null;
  const message: ToThread = { to: 'keep', common, kind, packed: await packed(), memory };
  thread.worker.postMessage(message);
  thread.holds.add(common);
}

function asked(thread: Thread, { common, kind, input }: ThreadUnit): Promise<FromThread> {
  return new Promise((resolve, reject) => {
    ask(thread, { to: 'run', common, kind, input }, { settle: resolve, fail: reject });
  });
}

/** A program that has nothing else to do waits for threads that have, and not for idle ones. */
function ask(thread: Thread, message: ToThread, asked: Asked): void {
  if (thread.ended) {
    asked.fail(new Error('a thread ended before it was asked'));
    return;
  }
  thread.asked.push(asked);
  thread.worker.ref();
  thread.worker.postMessage(message);
}

/** @param onEnd told once it has ended, for whatever reason */
function startThread(entry: URL, onEnd: (ended: Thread) => void): Thread {
  const worker = new Worker(entry);
  const thread: Thread = { worker, holds: new Set(), ended: false, asked: [] };
  worker.on('message', (answer: FromThread) => {
    const [first] = thread.asked;
    // A unit that was taken is one answer of several.
    if (!('unit' in answer)) thread.asked.shift();
    if (thread.asked.length === 0) worker.unref();
    first?.settle(answer);
  });
  const end = (error: Error): void => {
    thread.ended = true;
    for (const { fail } of thread.asked.splice(0)) fail(error);
    onEnd(thread);
  };
  worker.on('error', end);
  worker.on('exit', (code) => end(new Error(`a thread ended (${code}) in the middle of a unit`)));
  worker.unref();
  return thread;
}
