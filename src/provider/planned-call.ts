import type { CallParameters } from '../domain/call-parameters.js';
import type { Judged } from '../domain/judged.js';
import type { Model } from '../domain/model.js';
import type { Message } from '../domain/query.js';
import type { ConcurrencyRange } from './limit/adaptive.js';
import type { Send } from './send/send.js';

/** A call that is to be made. */
export interface PlannedCall {
  /** By which the lane knows its messages: a row of the dataset, or the place of a verdict in its list. */
  readonly query: number;
  readonly queryId: string;
  readonly sample: number;
  /** Of the recording it will make. */
  readonly revision: number;
  /** An answer is recorded already: a failure doesn't take its place. */
  readonly answered: boolean;
  readonly key: string;
  /** What it is a verdict on; absent where an answer is asked for. */
  readonly judged?: Judged;
}

/** The calls of one model, in their order. */
export interface Lane {
  readonly model: Model;
  readonly parameters: CallParameters;
  readonly concurrency: ConcurrencyRange;
  /** Calls in flight at most, over all models of its provider. */
  readonly providerConcurrency: number;
  /** The provider bills nothing for what it answers with an error status. */
  readonly errorsAreFree: boolean;
  /** Where it is asked, for people. */
  readonly address: string;
  readonly calls: readonly PlannedCall[];
  readonly messages: (query: number) => readonly Message[];
  /** Tokens counted for the rate of tokens a minute and, where the provider reports none, for an estimate. */
  readonly countTokens: (messages: readonly Message[], answer?: string) => { readonly input: number; readonly output: number };
  readonly send: Send;
}
