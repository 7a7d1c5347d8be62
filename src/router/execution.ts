import type { AnswerSignals } from './answer/signals.js';
import type { ExecutionPolicy } from './execution-policy.js';
import type { Route } from './router.js';

export type AttemptWhy = 'first' | 'escalated' | 'fallback' | 'retry' | 'hedged' | 'sampled';

/** What the driver must do next: several calls at once run side by side. Calls and timers are numbered from 0 within a request. */
export type Command =
  | {
      readonly kind: 'call';
      readonly call: number;
      readonly modelId: string;
      /** Of a retry, a hedged call or a further sample, how often the request called the model before: which recorded sample a replay reads. Else 0. */
      readonly sample: number;
      readonly why: AttemptWhy;
    }
  /** Nobody waits for this call any more; whatever comes of it is ignored. */
  | { readonly kind: 'cancel'; readonly call: number }
  /** Send the timer's event after `ms` and up to `spreadMs` more, drawn by the driver. */
  | { readonly kind: 'wait'; readonly timer: number; readonly ms: number; readonly spreadMs: number }
  /** `attempt` is the call whose answer is served; null when every call failed or the route was refused. */
  | { readonly kind: 'finish'; readonly attempt: number | null };

/** What came back to the driver. `call` is the first one under way where it is not named. */
export type ExecutionEvent =
  | { readonly kind: 'answer'; readonly call?: number; readonly answer: AnswerSignals }
  /** `retryable` is false where the same call would only fail again. */
  | { readonly kind: 'error'; readonly call?: number; readonly error: string; readonly retryable?: boolean }
  | { readonly kind: 'timer'; readonly timer: number };

export interface ExecutionCall {
  readonly modelId: string;
  readonly why: AttemptWhy;
  /** Absent while it is under way. */
  readonly result?: 'answer' | 'error' | 'cancelled';
  /** Kept only to be compared with other samples. */
  readonly answer?: AnswerSignals;
}

/** What a timer was set for. */
export type ExecutionTimer =
  | { readonly kind: 'timeout' | 'hedge'; readonly call: number }
  | { readonly kind: 'retry'; readonly modelId: string };

/** Where a request stands. Plain JSON. */
export interface Execution {
  readonly route: Route;
  readonly policy: ExecutionPolicy;
  /** Calls made so far, in order. */
  readonly calls: readonly ExecutionCall[];
  readonly timers: readonly ExecutionTimer[];
  /** Index of the first call of the model that is being asked: with samples to compare there are several. */
  readonly round: number;
  /** Retries of the model that is being asked. */
  readonly retries: number;
  /** Next index into route.models to fall back to, and into route.escalation. */
  readonly nextModel: number;
  readonly nextEscalation: number;
  /** The last answer that came back, kept in case an escalated call fails. */
  readonly lastAnswer: number | null;
  readonly done: boolean;
}

export type Step = readonly [Execution, readonly Command[]];
