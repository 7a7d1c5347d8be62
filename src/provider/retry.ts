import type { CallFault } from './call-fault.js';

export interface RetryPolicy {
  /** Attempts after the first; 0 means none. */
  readonly maxRetries: number;
  readonly attemptTimeoutMs: number;
  /** From the first attempt on, waits included. */
  readonly totalTimeoutMs: number;
}

const FIRST_BACKOFF_MS = 500;
const LONGEST_BACKOFF_MS = 30_000;

/**
 * Milliseconds to wait before the next attempt, or null where there is none. What the provider asks for (Retry-After) is kept
 * and lengthened by up to a tenth, so that those who wait don't all come back at once; else "full jitter" (Brooker, AWS
 * Architecture Blog, 2015): uniform between 0 and 500 ms · 2^retry, at most 30 s.
 *
 * @param retry attempts made after the first
 * @param random in 0..1
 */
export function retryDelayMs(
  fault: CallFault,
  retry: number,
  sinceStartMs: number,
  policy: RetryPolicy,
  random: number,
): number | null {
  if (!fault.retryable || retry >= policy.maxRetries) return null;
  const asked = fault.retryAfterMs;
  const waitMs =
    asked === undefined ? random * Math.min(LONGEST_BACKOFF_MS, FIRST_BACKOFF_MS * 2 ** retry) : asked * (1 + random / 10);
  return sinceStartMs + waitMs >= policy.totalTimeoutMs ? null : waitMs;
}
