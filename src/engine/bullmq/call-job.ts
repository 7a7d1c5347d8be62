import type { Code } from './job.js';

/** How many calls, and tokens, may be sent in any minute, and be under way at a time, whoever asks for them and whichever worker sends them. */
export interface CallRate {
  /** Calls of one name share one limit. */
  readonly name: string;
  readonly requests?: number;
  readonly tokens?: number;
  readonly atOnce?: number;
}

/** One call to be made by a worker. What it is made with (addresses, keys) is the worker's own and doesn't travel. */
export interface CallJob {
  readonly code: Code;
  /** Who waits for it: a call that nobody waits for any more is not made. */
  readonly asker: string;
  readonly rate: CallRate;
  /** Tokens it counts for. */
  readonly tokens: number;
  /** How long it may take: for so long the place of a call counts whose worker is gone. */
  readonly longestMs: number;
  /** Understood by whoever makes the call. */
  readonly payload: string;
}

/** What a worker says of a call. */
export type CallResult =
  | { readonly kind: 'made'; readonly reply: string }
  /** Another worker had begun it, and is gone: whether it was answered nobody knows. */
  | { readonly kind: 'lost' }
  /** Nothing was sent. */
  | { readonly kind: 'unsent' };

/** The queue of calls of one code. */
export function callQueueName({ version, sha256 }: Code): string {
  return `calls-${version}-${sha256.slice(0, 12)}`;
}
