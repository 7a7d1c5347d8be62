import type { CodedColumn } from '../domain/column.js';
import type { AnswerSignals } from '../router/answer/signals.js';
import { canonicalJson } from '../router/identity/canonical-json.js';
import type { RequestBatch } from '../router/router.js';

/** What is known of an answer before it is judged, and what it then was worth. */
export interface ScoredAnswer {
  readonly signals: AnswerSignals;
  /** 0..1 */
  readonly quality: number;
}

/**
 * What a fit may learn from. Outcomes and labels of other rows are absent (NaN, -1), not merely off limits: a fit that looks
 * at them learns nothing.
 */
export interface Training {
  /** All queries of the dataset; feature columns are kept there. */
  readonly batch: RequestBatch;
  /** Query rows that fits may learn from, ascending. */
  readonly rows: Uint32Array;
  readonly modelIds: readonly string[];
  /** 0..1, means over samples; index `query * models + model`; NaN unknown. An error counts 0. */
  readonly quality: Float64Array;
  /** Pico-USD, means over samples; NaN unknown. */
  readonly costPico: Float64Array;
  /** NaN unknown. */
  readonly latencyMs: Float64Array;
  /** A model's scored answers to a query, sample by sample, as an acceptor sees them; none for other rows. */
  readonly answers: (row: number, model: number) => readonly ScoredAnswer[];
  /** Traffic weight by query. */
  readonly weight: Float64Array;
  /** Group by query: inner folds never split one. */
  readonly group: Int32Array | Uint32Array;
  /** Labels, to fit classifiers with; never an input of a router. */
  readonly category: CodedColumn<string>;
  readonly difficulty: CodedColumn<string>;
  /** Seed of everything random in a fit: folds, starting points. */
  readonly seed: number;
}

const fits = new WeakMap<Training, Map<string, unknown>>();

/**
 * What `make` gives for a spec on this training, made once: candidates that differ only in how they choose (λ, τ, budget)
 * share a fit. `spec` must hold everything the fit depends on but the training itself. Fits live as long as the training.
 */
export function sharedFit<T>(training: Training, spec: unknown, make: () => T): T {
  const held = fits.get(training) ?? new Map<string, unknown>();
  fits.set(training, held);
  const key = canonicalJson(spec);
  if (held.has(key)) return held.get(key) as T;
  const made = make();
  held.set(key, made);
  return made;
}
