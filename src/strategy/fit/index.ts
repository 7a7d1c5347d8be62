import { nearest } from '../../domain/nearest.js';
import { UserError } from '../../domain/user-error.js';
import type { QualityConfig } from '../../router/predictor/config.js';
import { compilePredictor } from '../../router/predictor/index.js';
import { lookUp, type MonotoneTable } from '../../router/predictor/table.js';
import { isotonicTable } from '../learn/calibrate.js';
import { innerTrainings } from '../learn/inner-trainings.js';
import { plattTable } from '../learn/platt.js';
import { targetsOf } from '../learn/targets.js';
import { schemaProblems } from '../schema-problems.js';
import { sharedFit } from '../training.js';
import { clusters } from './clusters.js';
import { cohorts } from './cohorts.js';
import { elo } from './elo.js';
import { factors } from './factors.js';
import { forest } from './forest.js';
import { knn } from './knn.js';
import { logistic } from './logistic.js';
import { mix } from './mix.js';
import {
  type Calibration,
  calibrations,
  type FitSource,
  type HeldOut,
  type PredictorFit,
  type PredictorSpec,
  type QualityFits,
} from './predictor-fit.js';
import { ridge } from './ridge.js';

/** Every predictor a strategy file may use. One file each; a test holds this list and the folder equal. */
export const predictorFits: readonly PredictorFit[] = [knn, ridge, logistic, mix, forest, clusters, factors, elo, cohorts];

/** Fits whole predictions; the same spec on the same source is fitted once. */
export const qualityFits: QualityFits = {
  check(spec, field) {
    const fit = predictorFits.find(({ by }) => by === spec.by);
    if (fit === undefined)
      throw refusedWord(
        `${field}.by`,
        'unknown predictor',
        spec.by,
        predictorFits.map(({ by }) => by),
      );
    const { calibrate, ...own } = spec;
    if (calibrate !== undefined && !calibrations.includes(calibrate))
      throw refusedWord(`${field}.calibrate`, 'unknown calibration', String(calibrate), calibrations);
    const parsed = fit.schema.safeParse(own);
    if (!parsed.success) throw new UserError(schemaProblems(parsed.error.issues, fit.schema, own, [field]));
    fit.check(parsed.data, field, qualityFits);
  },
  fit: (spec, source) => sharedFit(source.training, keyOf('quality', spec, source), () => fitQuality(spec, source)),
  heldOut(spec, source) {
    const scores = heldOutScores(spec, source);
    const { tables } = qualityFits.fit(spec, source);
    const models = source.models.length;
    const values = scores.values.map((score, i) => lookUp(tables[tables.length === 1 ? 0 : i % models] as MonotoneTable, score));
    return { rows: scores.rows, values };
  },
};

function refusedWord(field: string, message: string, value: string, accepted: readonly string[]): UserError {
  const close = nearest(value, accepted);
  return new UserError({
    field,
    message,
    value,
    accepted: accepted.join(', '),
    ...(close === undefined ? {} : { nearest: close }),
  });
}

function fitQuality(spec: PredictorSpec, source: FitSource): QualityConfig {
  const { predictor, tables } = definitionOf(spec).fit(spec, source, qualityFits);
  const calibrate = spec.calibrate ?? 'isotonic';
  if (calibrate === 'none') return { predictor, tables };
  const scores = heldOutScores(spec, source);
  return { predictor, tables: calibratedTables(CALIBRATE[calibrate], scores, source, tables) };
}

/** Each kind of calibration makes a table from one model's scores, what really came, and weights; null where nothing came. */
const CALIBRATE: Readonly<Record<Exclude<Calibration, 'none'>, typeof isotonicTable>> = {
  isotonic: isotonicTable,
  platt: plattTable,
};

/** One table a model; a model of which nothing is known keeps the predictor's own. */
function calibratedTables(
  calibrate: typeof isotonicTable,
  held: HeldOut,
  source: FitSource,
  own: readonly MonotoneTable[],
): MonotoneTable[] {
  const { quality, weight } = targetsOf(source);
  const models = source.models.length;
  return source.models.map((_, model) => {
    const column = (of: Float64Array): Float64Array => Float64Array.from(weight, (_, at) => of[at * models + model] as number);
    return calibrate(column(held.values), column(quality), weight) ?? (own[own.length === 1 ? 0 : model] as MonotoneTable);
  });
}

/** Raw scores of every training row by a fit on the other folds. */
function heldOutScores(spec: PredictorSpec, source: FitSource): HeldOut {
  return sharedFit(source.training, keyOf('held out', spec, source), () => {
    const definition = definitionOf(spec);
    if (definition.heldOutScores !== undefined) return definition.heldOutScores(spec, source, qualityFits);
    const { training, models, input } = source;
    const values = new Float64Array(training.rows.length * models.length);
    const place = new Map(Array.from(training.rows, (row, at) => [row, at]));
    const scores = new Float64Array(models.length);
    for (const { fold, rest } of innerTrainings(training)) {
      const { predictor } = definition.fit(spec, { ...source, training: rest }, qualityFits);
      const predict = compilePredictor(predictor, models.length, input)(training.batch);
      for (const row of fold) {
        predict(row, scores);
        values.set(scores, (place.get(row) as number) * models.length);
      }
    }
    return { rows: training.rows, values };
  });
}

function definitionOf(spec: PredictorSpec): PredictorFit {
  const definition = predictorFits.find(({ by }) => by === spec.by);
  if (definition === undefined) throw new RangeError(`no predictor ${spec.by}`);
  return definition;
}

/** Calibration is left out of what scores out of fold depend on. */
function keyOf(what: 'quality' | 'held out', spec: PredictorSpec, { models, input }: FitSource): unknown {
  const { calibrate, ...own } = spec;
  return { what, models, input, ...(what === 'quality' ? { calibrate: calibrate ?? 'isotonic' } : {}), own };
}
