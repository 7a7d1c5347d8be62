import { Worker } from 'node:worker_threads';
import type { Message } from './message.js';
import type { UnitResult } from './run-unit.js';
import type { FromThread, ToThread } from './thread-side.js';

/** A unit for a thread; its common value is fetched where the thread doesn't hold it yet. */
export interface ThreadUnit {
  readonly kind: string;
  /** Names the common value: equal names, equal values. */
  readonly common: string;
  readonly input: Message;
  readonly packed: () => Message | Promise<Message>;
}

/** Threads that run units, one at a time each. */
export interface ThreadPool {
  readonly size: number;
  /** Waits for a thread that is free, and for it to have run the unit. */
  run(unit: ThreadUnit): Promise<UnitResult>;
  close(): Promise<void>;
}

interface Thread {
  readonly worker: Worker;
  readonly holds: Set<string>;
  ended: boolean;
  /** Takes the answer to the unit it runs. */
  settle: ((answer: FromThread) => void) | null;
  fail: ((error: Error) => void) | null;
}

/**
 * Starts no thread before there is a unit for it.
 *
 * @param entry the script every thread begins with; it serves units (see `serveThread`)
 */
export function threadPool(entry: URL, size: number): ThreadPool {
  const threads: Thread[] = [];
  const free: Thread[] = [];
  const waiting: ((thread: Thread) => void)[] = [];
  const release = (thread: Thread): void => {
    const next = waiting.shift();
    if (next === undefined) free.push(thread);
    else next(thread);
  };
  /** Another thread may take the place of one that ended. */
  const replace = (ended: Thread): void => {
    threads.splice(threads.indexOf(ended), 1);
    const next = waiting.shift();
    if (next !== undefined) void taken().then(next);
  };
  const taken = (): Promise<Thread> => {
    const own = free.pop();
    if (own !== undefined) return Promise.resolve(own);
    if (threads.length < size) {
      const started = startThread(entry);
      threads.push(started);
      return Promise.resolve(started);
    }
    return new Promise((resolve) => waiting.push(resolve));
  };
  return {
    size,
    async run(unit) {
      const thread = await taken();
      try {
        return await runOn(thread, unit);
      } finally {
        if (thread.ended) replace(thread);
        else release(thread);
      }
    },
    async close() {
      await Promise.all(threads.map(({ worker }) => worker.terminate()));
    },
  };
}

async function runOn(thread: Thread, unit: ThreadUnit): Promise<UnitResult> {
  thread.worker.ref();
  try {
    if (!thread.holds.has(unit.common)) await send(thread, unit);
    const answer = await asked(thread, unit);
    if (!('lacks' in answer)) return answer;
    // It was put away for others in between.
    await send(thread, unit);
    return (await asked(thread, unit)) as UnitResult;
  } finally {
    // A program that has nothing else to do doesn't wait for idle threads.
    thread.worker.unref();
  }
}

async function send(thread: Thread, { common, kind, packed }: ThreadUnit): Promise<void> {
  const message: ToThread = { to: 'keep', common, kind, packed: await packed() };
  thread.worker.postMessage(message);
  thread.holds.add(common);
}

function asked(thread: Thread, { common, kind, input }: ThreadUnit): Promise<FromThread> {
  return new Promise((resolve, reject) => {
    thread.settle = resolve;
    thread.fail = reject;
    const message: ToThread = { to: 'run', common, kind, input };
    thread.worker.postMessage(message);
  });
}

function startThread(entry: URL): Thread {
  const worker = new Worker(entry);
  const thread: Thread = { worker, holds: new Set(), ended: false, settle: null, fail: null };
  worker.on('message', (answer: FromThread) => thread.settle?.(answer));
  worker.on('error', (error) => {
    thread.ended = true;
    thread.fail?.(error);
  });
  worker.on('exit', (code) => {
    thread.ended = true;
    thread.fail?.(new Error(`a thread ended (${code}) in the middle of a unit`));
  });
  worker.unref();
  return thread;
}
