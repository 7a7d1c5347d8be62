import type { Route } from './router.js';

/** What an acceptor may see of an answer. Unknown facts are absent. */
export interface AnswerSignals {
  readonly finishReason?: string;
  /** Code points. */
  readonly length?: number;
  readonly refusal?: boolean;
  readonly jsonValid?: boolean;
  readonly confidence?: number;
  readonly judgeScore?: number;
  readonly text?: string;
}

export type AttemptWhy = 'first' | 'escalated' | 'fallback' | 'retry' | 'hedged';

/** What the driver must do next. */
export type Command =
  | { readonly kind: 'call'; readonly modelId: string; readonly sample: number; readonly why: AttemptWhy }
  | { readonly kind: 'wait'; readonly ms: number }
  /** `attempt` is the index of the call whose answer is served; null when every call failed or the route was refused. */
  | { readonly kind: 'finish'; readonly attempt: number | null };

/** What came back to the driver. */
export type ExecutionEvent =
  | { readonly kind: 'answer'; readonly answer: AnswerSignals }
  | { readonly kind: 'error'; readonly error: string }
  | { readonly kind: 'timer' };

/** Where a request stands. Plain JSON. */
export interface Execution {
  readonly route: Route;
  /** Calls made so far, in order. */
  readonly calls: readonly { readonly modelId: string; readonly why: AttemptWhy; readonly result?: 'answer' | 'error' }[];
  /** Next index into route.models to fall back to, and into route.escalation. */
  readonly nextModel: number;
  readonly nextEscalation: number;
  /** The last answer that came back, kept in case an escalated call fails. */
  readonly lastAnswer: number | null;
  readonly done: boolean;
}

export type Step = readonly [Execution, readonly Command[]];
