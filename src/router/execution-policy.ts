/** How calls are repeated after an error that may pass. */
export interface RetryPolicy {
  /** Further calls of one model at most, for one request. */
  readonly most: number;
  /** Before the first retry. */
  readonly waitMs: number;
  /** Each further wait is this many times the one before. */
  readonly factor: number;
  readonly mostWaitMs: number;
  /** 0..1: the share of each wait that is left to chance, so that callers who failed together don't come back together. */
  readonly jitter: number;
}

/** When a second call is made beside one that is slow; the first answer of the two counts. */
export interface HedgePolicy {
  readonly afterMs: number;
  /** The same model once more, or the next one of the fallback chain. */
  readonly to: 'same' | 'next';
}

/** When a model that keeps failing is left alone for a while. */
export interface BreakerPolicy {
  /** Failures one after another that open it. */
  readonly failures: number;
  /** How long nobody is let through; then one call tries. */
  readonly openMs: number;
}

/** How a route's calls are carried out. Everything that is absent is not done. */
export interface ExecutionPolicy {
  /** A call is given up after this long. */
  readonly timeoutMs?: number;
  readonly retries?: RetryPolicy;
  readonly hedge?: HedgePolicy;
  /** Models of the fallback chain tried at most; all of them where absent. */
  readonly fallbacks?: number;
  readonly breaker?: BreakerPolicy;
  /** Requests are turned away at once while this many are under way. */
  readonly mostInFlight?: number;
}

/** One call after another until one answers. */
export const PLAIN_EXECUTION: ExecutionPolicy = {};

/** The wait before retry `number` (from 1): at least `ms`, and up to `spreadMs` longer by chance. */
export function retryWait(retries: RetryPolicy, number: number): { readonly ms: number; readonly spreadMs: number } {
  let wait = retries.waitMs;
  for (let i = 1; i < number && wait < retries.mostWaitMs; i++) wait *= retries.factor;
  const full = Math.min(wait, retries.mostWaitMs);
  const spreadMs = full * retries.jitter;
  return { ms: full - spreadMs, spreadMs };
}
