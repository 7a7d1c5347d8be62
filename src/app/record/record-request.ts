import type { CallFault } from '../../provider/call-fault.js';
import type { ConcurrencyRange } from '../../provider/limit/adaptive.js';
import type { RecordMode } from '../../provider/plan/wanted.js';
import type { RecordProgress } from '../../provider/record-calls.js';
import type { RetryPolicy } from '../../provider/retry.js';
import type { SpendTotals } from '../../provider/spend-book.js';
import type { EngineOptions } from '../engine/open-engine.js';

/** What is to be recorded, and within what. */
export interface RecordRequest {
  readonly experimentFile: string;
  readonly mode: RecordMode;
  readonly retryErrors: boolean;
  /** Model ids; empty for all. */
  readonly models: readonly string[];
  /** Query ids; empty for all. */
  readonly queries: readonly string[];
  /** The first so many queries; null for all. */
  readonly limit: number | null;
  /** Recordings of each query; null: as the experiment says. */
  readonly samples: number | null;
  /** Mode all: keep what was recorded since; null: since now. */
  readonly before: Date | null;
  /** On everything ever spent on this set of recordings; null for none given. */
  readonly maxCostUsd: number | null;
  readonly allowUnpriced: boolean;
  readonly concurrency: ConcurrencyRange;
  readonly policy: RetryPolicy;
  /** A model to which no connection is made for so long, from the first attempt on, is given up. */
  readonly giveUpAfterMs: number;
  /** File of keys; null: as the experiment says. */
  readonly envFile: string | null;
  readonly env: NodeJS.ProcessEnv;
  /** Where calls are made: here, or by workers that listen to a Redis; absent: here. */
  readonly engine?: Pick<EngineOptions, 'engine' | 'redis' | 'redisTimeoutMs'>;
  readonly command: readonly string[];
}

/** How a recording run is followed and stopped. */
export interface RecordControl {
  /** Aborted: calls in flight end, no other is made. */
  readonly soft: AbortSignal;
  /** Aborted: calls in flight are broken off. */
  readonly hard: AbortSignal;
  readonly onProgress: (progress: RecordProgress, spent: SpendTotals) => void;
  readonly onTrouble: (modelId: string, fault: CallFault) => void;
  /** Told what else the user should know while it goes on. */
  readonly onNote?: (text: string) => void;
}
