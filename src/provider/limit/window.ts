/** Amounts per window: as many as fit into any span of its length, and no more. */
export interface Window {
  /** Milliseconds until `amount` fits; 0 when it does. An amount above the limit fits when the window is empty. */
  waitMs(amount: number, nowMs: number): number;
  take(amount: number, nowMs: number): void;
}

/**
 * A sliding window, exact where a token bucket lets twice its limit through in its first minute: what was taken within the last
 * `spanMs` never adds up to more than `limit`.
 */
export function slidingWindow(limit: number, spanMs: number): Window {
  const taken: { readonly at: number; readonly amount: number }[] = [];
  let sum = 0;
  const forget = (nowMs: number): void => {
    const kept = taken.findIndex(({ at }) => at > nowMs - spanMs);
    const gone = taken.splice(0, kept < 0 ? taken.length : kept);
    for (const { amount } of gone) sum -= amount;
  };
  return {
    waitMs(amount, nowMs) {
      forget(nowMs);
      let over = sum + Math.min(amount, limit) - limit;
      if (over <= 0) return 0;
      for (const one of taken) {
        over -= one.amount;
        if (over <= 0) return one.at + spanMs - nowMs;
      }
      return 0;
    },
    take(amount, nowMs) {
      const counted = Math.min(amount, limit);
      taken.push({ at: nowMs, amount: counted });
      sum += counted;
    },
  };
}
