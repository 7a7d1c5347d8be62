import type { InputSpec } from '../config.js';
import type { RequestBatch } from '../router.js';
import type { PredictorConfig, QualityConfig } from './config.js';

/** Writes a row's number for every model. */
export type BoundScores = (row: number, scores: Float64Array) => void;

/** Predicts for the rows of a batch. */
export type CompiledScores = (batch: RequestBatch) => BoundScores;

/** Checks and compiles whole predictions: what a predictor made of others goes through. */
export interface Qualities {
  /** @throws UserError naming the member and what is accepted */
  check(value: unknown, field: string, models: number): void;
  /** Qualities in units of 2⁻²⁰. */
  compile(config: QualityConfig, models: number, input: InputSpec): CompiledScores;
}

/** How a kind of predictor is checked and compiled. `models` is the number of models it predicts for. */
export interface Predictor<C extends PredictorConfig = PredictorConfig> {
  readonly type: C['type'];
  /** Members a config of this kind has. */
  readonly members: readonly string[];
  /**
   * Checks all that compiling and predicting rely on, bounds of whole numbers included.
   *
   * @throws UserError naming the member and what is accepted
   */
  check(config: Readonly<Record<string, unknown>>, field: string, models: number, qualities: Qualities): void;
  /** Raw scores are whole numbers strictly between −2³¹ and 2³¹. */
  compile(config: C, models: number, input: InputSpec, qualities: Qualities): CompiledScores;
}
