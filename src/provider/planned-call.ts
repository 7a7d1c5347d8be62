import type { CallParameters } from '../domain/call-parameters.js';
import type { Model } from '../domain/model.js';
import type { Message } from '../domain/query.js';
import type { ConcurrencyRange } from './limit/adaptive.js';
import type { Send } from './send/send.js';

/** A call that is to be made. */
export interface PlannedCall {
  /** Row of the dataset. */
  readonly query: number;
  readonly queryId: string;
  readonly sample: number;
  /** Of the recording it will make. */
  readonly revision: number;
  /** An answer is recorded already: a failure doesn't take its place. */
  readonly answered: boolean;
  readonly key: string;
}

/** The calls of one model, in their order. */
export interface Lane {
  readonly model: Model;
  readonly parameters: CallParameters;
  readonly concurrency: ConcurrencyRange;
  /** Calls in flight at most, over all models of its provider. */
  readonly providerConcurrency: number;
  readonly calls: readonly PlannedCall[];
  readonly messages: (query: number) => readonly Message[];
  /** Tokens counted for the rate of tokens a minute and, where the provider reports none, for an estimate. */
  readonly countTokens: (messages: readonly Message[], answer?: string) => { readonly input: number; readonly output: number };
  readonly send: Send;
}
