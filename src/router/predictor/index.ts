import { listAt, objectAt, refuse, refuseWord } from '../check.js';
import type { InputSpec } from '../config.js';
import { inputKey } from '../kept-column.js';
import { keptPredictions } from '../kept-predictions.js';
import type { BlockConfig } from '../space/config.js';
import { clusters } from './clusters.js';
import { cohorts } from './cohorts.js';
import type { PredictorConfig, QualityConfig } from './config.js';
import { elo } from './elo.js';
import { factors } from './factors.js';
import { forest } from './forest.js';
import { knn } from './knn.js';
import { linear } from './linear.js';
import { mix } from './mix.js';
import type { CompiledScores, Predictor, Qualities } from './predictor.js';
import { checkTable, lookUp, type MonotoneTable } from './table.js';

/** Every kind of predictor. One file each; a test holds this list and the folder equal. */
export const predictors: { readonly [T in PredictorConfig['type']]: Predictor<Extract<PredictorConfig, { type: T }>> } = {
  linear,
  knn,
  mix,
  forest,
  clusters,
  factors,
  elo,
  cohorts,
};

/** @throws UserError naming the member and what is accepted */
export function checkQuality(value: unknown, field: string, models: number): void {
  const { predictor, tables } = objectAt(value, field, ['predictor', 'tables']);
  const at = `${field}.predictor`;
  const type = (predictor as { type?: unknown } | null | undefined)?.type;
  if (typeof type !== 'string' || !Object.hasOwn(predictors, type))
    throw refuseWord(`${at}.type`, 'unknown predictor', typeof type === 'string' ? type : 'missing', Object.keys(predictors));
  const kind = predictors[type as PredictorConfig['type']];
  kind.check(objectAt(predictor, at, kind.members), at, models, qualities);
  const list = listAt(tables, `${field}.tables`);
  if (list.length !== 1 && list.length !== models)
    throw refuse(`${field}.tables`, 'has the wrong length', { accepted: `1 or ${models}` });
  list.forEach((table, index) => {
    checkTable(objectAt(table, `${field}.tables[${index}]`, ['x', 'y']), `${field}.tables[${index}]`);
  });
}

/** Raw scores of a predictor, before any table. */
export function compilePredictor(config: PredictorConfig, models: number, input: InputSpec): CompiledScores {
  return (predictors[config.type] as Predictor).compile(config, models, input, qualities);
}

/**
 * Predicted qualities in units of 2⁻²⁰. A config is compiled once, and what it gives for a batch of many is kept as long as
 * both live: routers that differ only in how they choose share the predictions.
 */
export function compileQuality(config: QualityConfig, models: number, input: InputSpec): CompiledScores {
  const byInput = compiled.get(config) ?? new Map<string, CompiledScores>();
  compiled.set(config, byInput);
  const key = inputKey(input);
  const held = byInput.get(key);
  if (held !== undefined) return held;
  const predict = withTables(compilePredictor(config.predictor, models, input), config.tables, models);
  const kept = keptPredictions(predict, models, () => `predictions ${models} ${key} ${JSON.stringify(config)}`);
  const made = readsText(config.predictor) ? kept : besidesTexts(kept);
  byInput.set(key, made);
  return made;
}

const compiled = new WeakMap<QualityConfig, Map<string, CompiledScores>>();
const qualities: Qualities = { check: checkQuality, compile: compileQuality };

function withTables(predict: CompiledScores, tables: readonly MonotoneTable[], models: number): CompiledScores {
  return (batch) => {
    const bound = predict(batch);
    return (row, scores) => {
      bound(row, scores);
      for (let model = 0; model < models; model++) {
        const table = tables[tables.length === 1 ? 0 : model] as MonotoneTable;
        scores[model] = lookUp(table, scores[model] as number);
      }
    };
  };
}

/** Blocks that are the same whatever the text is. */
const TEXTLESS: readonly BlockConfig['type'][] = ['embedding', 'signal'];

/** Whether a prediction may change with the text; said of every kind that reads more than one space. */
function readsText(predictor: PredictorConfig): boolean {
  return predictor.type !== 'knn' || predictor.space.some(({ type }) => !TEXTLESS.includes(type));
}

/** Predictions for requests with other texts are those for the requests themselves. */
function besidesTexts(predict: CompiledScores): CompiledScores {
  return (batch) => {
    const { besidesTexts: other } = batch;
    if (other === undefined) return predict(batch);
    const bound = predict(other.batch);
    return (row, scores) => bound(other.row(row), scores);
  };
}
