/**
 * A token bucket (Turner 1986): it fills at a steady rate up to its size, and what is taken must be in it. Filling is computed when it is
 * looked at, so it costs nothing while nobody asks.
 */
export interface TokenBucket {
  /** When `need` tokens will be there if nobody else takes any; `nowMs` where they are. More than the bucket holds counts as all of it. */
  readyMs(need: number, nowMs: number): number;
  take(need: number, nowMs: number): void;
}

/** Takes rounding away from a bucket that is as good as filled; otherwise its owner would be woken for nothing. */
const TOLERANCE = 1e-9;

/** A bucket of `perMinute` tokens a minute that holds `burstMs` worth of them, and is full at first; null where there is no limit. */
export function tokenBucket(perMinute: number, burstMs: number): TokenBucket | null {
  if (perMinute === Number.POSITIVE_INFINITY) return null;
  const perMs = perMinute / 60_000;
  const size = Math.max(1, perMs * burstMs);
  let level = size;
  let lookedMs = 0;
  const fill = (nowMs: number): void => {
    level = Math.min(size, level + (nowMs - lookedMs) * perMs);
    lookedMs = nowMs;
  };
  return {
    readyMs(need, nowMs) {
      fill(nowMs);
      const lacking = Math.min(need, size) - level;
      return lacking <= size * TOLERANCE ? nowMs : nowMs + lacking / perMs;
    },
    take(need, nowMs) {
      fill(nowMs);
      level -= Math.min(need, size);
    },
  };
}
