import type { Clock } from '../../src/provider/clock.js';

/** A clock that stands still until it is run. */
export interface FakeClock extends Clock {
  /** Ends sleeps in their order, letting what they wake go on, until nobody sleeps any more. */
  run(): Promise<void>;
}

export function fakeClock(): FakeClock {
  let now = 0;
  const sleeping = new Set<{ readonly until: number; readonly wake: () => void }>();
  return {
    nowMs: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const wake = (): void => {
          sleeping.delete(one);
          signal?.removeEventListener('abort', wake);
          resolve();
        };
        const one = { until: now + ms, wake };
        sleeping.add(one);
        if (signal?.aborted === true) wake();
        signal?.addEventListener('abort', wake);
      }),
    async run() {
      for (;;) {
        // Promises of those that were woken come first.
        await new Promise((settled) => setImmediate(settled));
        const next = [...sleeping].sort((a, b) => a.until - b.until)[0];
        if (next === undefined) return;
        now = Math.max(now, next.until);
        next.wake();
      }
    },
  };
}
