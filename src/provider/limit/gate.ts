import type { Limits } from '../../domain/model.js';
import type { CallFault } from '../call-fault.js';
import type { Clock } from '../clock.js';
import { type Adaptive, adaptiveConcurrency, type ConcurrencyRange } from './adaptive.js';
import { circuitBreaker } from './breaker.js';
import { slidingWindow, type Window } from './window.js';

/** Everything that may hold back the requests to one model. */
export interface Gate {
  readonly concurrency: Adaptive;
  /** Resolves when a request may be sent now, to its ticket; null when the model was given up or waiting was stopped. */
  enter(tokens: number, stop: AbortSignal): Promise<Ticket | null>;
}

/** A request that was let through; exactly one of its ends is called. */
export interface Ticket {
  readonly sentAtMs: number;
  readonly succeeded: () => void;
  readonly failed: (fault: CallFault) => void;
  /** It was not sent after all, or ended from outside. */
  readonly dropped: () => void;
}

const MINUTE_MS = 60_000;
/** How long to sleep where only another request's end can open the gate. */
const LOOK_AGAIN_MS = 100;

/** The gate of one model: requests and tokens a minute, pauses the provider asks for, a breaker, adaptive concurrency. */
export function gate(limits: Limits, range: ConcurrencyRange, clock: Clock): Gate {
  const concurrency = adaptiveConcurrency(range);
  const breaker = circuitBreaker();
  const requests = limits.rpm === undefined ? null : slidingWindow(limits.rpm, MINUTE_MS);
  const tokensAMinute = limits.tpm === undefined ? null : slidingWindow(limits.tpm, MINUTE_MS);
  let pausedUntilMs = Number.NEGATIVE_INFINITY;

  const waitMs = (tokens: number, nowMs: number): number =>
    Math.max(0, pausedUntilMs - nowMs, breaker.waitMs(nowMs), held(requests, 1, nowMs), held(tokensAMinute, tokens, nowMs));

  const pass = (tokens: number, nowMs: number): Ticket => {
    requests?.take(1, nowMs);
    tokensAMinute?.take(tokens, nowMs);
    breaker.onSend();
    return {
      sentAtMs: nowMs,
      succeeded() {
        breaker.onSuccess();
        concurrency.onSuccess();
      },
      failed(fault) {
        const endMs = clock.nowMs();
        if (fault.retryAfterMs !== undefined) pausedUntilMs = Math.max(pausedUntilMs, endMs + fault.retryAfterMs);
        if (fault.kind === 'rate_limit' || fault.kind === 'overloaded') concurrency.onRefusal(nowMs, endMs);
        else concurrency.onFault();
        if (DOWN.includes(fault.kind)) breaker.onFault(endMs);
        else breaker.onOther();
      },
      dropped: () => breaker.onOther(),
    };
  };

  return {
    concurrency,
    async enter(tokens, stop) {
      for (;;) {
        if (stop.aborted || breaker.givenUp()) return null;
        const nowMs = clock.nowMs();
        const wait = waitMs(tokens, nowMs);
        if (wait <= 0) return pass(tokens, nowMs);
        await clock.sleep(Number.isFinite(wait) ? wait : LOOK_AGAIN_MS, stop);
      }
    },
  };
}

/** Faults that a provider which is down gives. Being refused is none of them. */
const DOWN: readonly CallFault['kind'][] = ['server_error', 'overloaded', 'network', 'timeout', 'malformed', 'incomplete'];

function held(window: Window | null, amount: number, nowMs: number): number {
  return window === null ? 0 : window.waitMs(amount, nowMs);
}
