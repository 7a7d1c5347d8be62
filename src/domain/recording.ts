import type { Json } from './json.js';
import type { Judged } from './judged.js';

/** Tokens of one call as the provider counted them. */
export interface Usage {
  readonly inputTokens?: number;
  readonly outputTokens?: number;
  /** Part of the input served from a cache. */
  readonly cachedInputTokens?: number;
  /** Output tokens not shown in the answer; included in outputTokens. */
  readonly reasoningTokens?: number;
  /** True where the tokens are a rule's guess, not the provider's count: a cost priced from them is an estimate. */
  readonly estimated?: true;
}

export interface Timing {
  /** Whole call, without waits between retries. */
  readonly latencyMs?: number;
  readonly firstTokenMs?: number;
}

/** What the provider answered. */
export interface Answer {
  readonly text: string;
  readonly finishReason?: string;
  readonly refusal?: boolean;
  /** Self-reported confidence 0..1, where the model gives one. */
  readonly confidence?: number;
  /** Tools the model asked for, in its order; `arguments` as it wrote them. */
  readonly toolCalls?: readonly ToolCall[];
}

export interface ToolCall {
  readonly name: string;
  readonly arguments: string;
}

/** Why a call failed; a failed call is data. */
export interface CallError {
  /** e.g. rate_limit, timeout, server_error, content_filter. */
  readonly kind: string;
  readonly message?: string;
}

/** One request that was sent for a recording; the last one made its answer, or its error. */
export interface Attempt {
  /** ISO 8601 time at which it was sent. */
  readonly at: string;
  readonly latencyMs: number;
  /** Wait before it since the attempt before; no part of any latency. */
  readonly waitedMs?: number;
  /** HTTP status, where one came. */
  readonly status?: number;
  /** The provider's own name of the request. */
  readonly requestId?: string;
  readonly error?: CallError;
}

/** What one user said of an answer. */
export type Feedback =
  | { readonly thumbs: 'up' | 'down' }
  /** 1..5. */
  | { readonly stars: number };

/** One stored answer of one model to one query, or its error. Addressed by (queryId, modelId, sample). */
export interface Recording {
  /** SHA-256 of the canonical request; null for rows imported from elsewhere. */
  readonly key: string | null;
  readonly queryId: string;
  readonly modelId: string;
  /** 0-based repetition of the same request. */
  readonly sample: number;
  /** The parameters that shape the answer (temperature, maxOutputTokens …). */
  readonly request?: Readonly<Record<string, Json>>;
  readonly answer?: Answer;
  readonly error?: CallError;
  /** Where an embedding was asked for, not an answer. */
  readonly embedding?: readonly number[];
  readonly usage?: Usage;
  readonly timing?: Timing;
  /** Given by the source; otherwise the ledger prices the usage. */
  readonly costUsd?: number;
  /** Given by the source (scorer `given` reads it), 0..1. */
  readonly quality?: number;
  /** Judge's score 0..1, where one was recorded. */
  readonly judgeScore?: number;
  /** What users said of this very answer, one entry a rating (scorer `feedback` reads it); never empty. */
  readonly feedback?: readonly Feedback[];
  readonly recordedAt?: string;
  /** Every request sent for it, where it was recorded live. */
  readonly attempts?: readonly Attempt[];
  /** The model that answered, in the provider's words: what an alias stood for on that day. */
  readonly servedModel?: string;
  /** What it is a verdict on: set in recordings of judges, which stand in a folder of their own. */
  readonly judged?: Judged;
  /** 0 when absent; of several recordings of one sample an answer stands before a failure, then the highest revision; the others stay on the disk. */
  readonly revision?: number;
}
