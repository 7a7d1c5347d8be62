import type { BreakerPolicy } from './execution-policy.js';

/**
 * A circuit breaker of one model (Nygard, Release It!, 2007): after so many failures one after another nobody is let through for
 * a while, then one call tries, and its result opens or closes it again. Plain JSON.
 */
export type Breaker =
  | { readonly kind: 'closed'; readonly failures: number }
  | { readonly kind: 'open'; readonly untilMs: number }
  /** One call is trying; nobody else is let through. */
  | { readonly kind: 'trying'; readonly untilMs: number };

export const CLOSED: Breaker = { kind: 'closed', failures: 0 };

/** Whether a call may go, and the breaker once it went. A try that nobody reported on is made again after `openMs`. */
export function admit(breaker: Breaker, policy: BreakerPolicy, nowMs: number): readonly [Breaker, boolean] {
  if (breaker.kind === 'closed') return [breaker, true];
  if (nowMs < breaker.untilMs) return [breaker, false];
  return [{ kind: 'trying', untilMs: nowMs + policy.openMs }, true];
}

/** The breaker after a call of its model came back. While it is open, late results of earlier calls change nothing. */
export function afterCall(breaker: Breaker, policy: BreakerPolicy, ok: boolean, nowMs: number): Breaker {
  if (breaker.kind === 'open') return breaker;
  if (ok) return breaker.kind === 'closed' && breaker.failures === 0 ? breaker : CLOSED;
  const failures = breaker.kind === 'closed' ? breaker.failures + 1 : policy.failures;
  return failures >= policy.failures ? { kind: 'open', untilMs: nowMs + policy.openMs } : { kind: 'closed', failures };
}
