import type { LimitFunction } from 'p-limit';
import type { CallParameters } from '../../domain/call-parameters.js';
import type { Recording } from '../../domain/recording.js';
import type { Send } from '../../provider/send/send.js';
import type { SpendLedger } from '../../provider/spend-ledger.js';
import type { CountTokens } from '../../provider/tokens.js';
import type { Router } from '../../router/router.js';
import type { RecordTarget } from '../call/record-target.js';
import type { Breakers } from './breakers.js';
import type { Memory } from './memory.js';
import type { TrafficLog } from './traffic-log.js';

/** A model as the server asks it. */
export interface ServedModel {
  readonly target: RecordTarget;
  /** The client for these parameters; opened anew for each request, because they may differ. */
  readonly open: (parameters: CallParameters) => Send;
  /** Calls in flight to its provider. */
  readonly slot: LimitFunction;
}

/** Everything that requests share. */
export interface Serving {
  readonly router: Router;
  readonly models: ReadonlyMap<string, ServedModel>;
  readonly countTokens: CountTokens;
  readonly ledger: SpendLedger;
  /** Infinity for none. */
  readonly capUsd: number;
  readonly breakers: Breakers;
  readonly memory: Memory;
  readonly log: TrafficLog;
  /** The last answers by their request, which may still be rated. */
  readonly answers: Map<string, Recording>;
  /** Values that must never be written or said. */
  readonly secrets: readonly string[];
  readonly attemptTimeoutMs: number;
  /** What a cascade does where a stream is wanted: the accepted answer once it is whole, or an error. */
  readonly buffer: boolean;
}
