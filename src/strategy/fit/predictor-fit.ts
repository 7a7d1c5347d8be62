import type { z } from 'zod';
import type { InputSpec } from '../../router/config.js';
import type { PredictorConfig, QualityConfig } from '../../router/predictor/config.js';
import type { MonotoneTable } from '../../router/predictor/table.js';
import type { Training } from '../training.js';

/** What a predictor is fitted on. */
export interface FitSource {
  readonly training: Training;
  /** Indices into the training's models: those predicted for, in the order of the scores. */
  readonly models: readonly number[];
  readonly input: InputSpec;
}

/** A fitted predictor, and what turns its scores into qualities where nothing is calibrated. */
export interface FittedPredictor {
  readonly predictor: PredictorConfig;
  /** One for all models, or one each. */
  readonly tables: readonly MonotoneTable[];
}

/** Predictions for training rows by fits that have not seen them. */
export interface HeldOut {
  /** Query rows, in the order of the columns below. */
  readonly rows: Uint32Array;
  /** Rows × models: qualities in units of 2⁻²⁰, or raw scores before any table. */
  readonly values: Float64Array;
}

/** Fits of whole predictions, for a predictor made of others. */
export interface QualityFits {
  /** @throws UserError for what the schema can't check; fields are relative to `field` */
  check(spec: PredictorSpec, field: string): void;
  fit(spec: PredictorSpec, source: FitSource): QualityConfig;
  heldOut(spec: PredictorSpec, source: FitSource): HeldOut;
}

/** How predicted qualities are calibrated: by a step-like curve that never falls, by a sigmoid, or not at all. */
export const calibrations = ['isotonic', 'platt', 'none'] as const;
export type Calibration = (typeof calibrations)[number];

/** A predictor's spec: `by` names it, the rest is its own. */
export interface PredictorSpec {
  readonly by: string;
  readonly calibrate?: Calibration | undefined;
  readonly [option: string]: unknown;
}

/** A predictor as strategy files write it, and how it is learned. */
export interface PredictorFit<S extends PredictorSpec = PredictorSpec> {
  readonly by: string;
  readonly describe: string;
  /** Its members, `by` included; none of those that choose. */
  readonly schema: z.ZodType<S>;
  /** @throws UserError for what the schema can't check */
  check(spec: S, field: string, qualities: QualityFits): void;
  /** Deterministic; reads outcomes of `source.training.rows` only. */
  fit(spec: S, source: FitSource, qualities: QualityFits): FittedPredictor;
  /** Raw scores out of fold, where there is a cheaper way than fitting once a fold. */
  heldOutScores?(spec: S, source: FitSource, qualities: QualityFits): HeldOut;
}

/** Declares a predictor with its spec's type inferred from the schema. */
export function definePredictorFit<S extends PredictorSpec>(fit: PredictorFit<S>): PredictorFit {
  return fit as unknown as PredictorFit;
}
