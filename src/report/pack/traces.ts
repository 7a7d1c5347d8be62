import type { Scalar } from '../../domain/json.js';
import type { RouterConfig, Stage } from '../../router/config.js';
import { featureNamed } from '../../router/feature/index.js';
import type { ModelScore } from '../../router/router.js';
import { type StageText, stageText } from '../stage-text.js';

/** How a row's router decides: one pipeline for all queries. */
export interface PackedDecider {
  /** By stage of the pipeline. */
  readonly stages: readonly StageText[];
  /** What its conditions look at, by name; a column each. */
  readonly features: readonly string[];
  readonly signals: readonly string[];
  /** Models it predicts for, where their columns are there. */
  readonly predicted: readonly string[];
}

/** A signal's values, by code. */
export type PackedSignals = Readonly<Record<string, readonly Scalar[]>>;

/** A router whose decisions a pack can tell. */
export interface TracedRow {
  readonly config: RouterConfig;
  /** By query row of the dataset. */
  feature(name: string): Float64Array;
  /** What a predict stage expected; undefined where none decided, and for routers whose decisions depend on what came before. */
  readonly scores: ((query: number) => readonly ModelScore[] | undefined) | null;
}

/** Predictions are kept to a hundredth. */
const HUNDREDTHS = 100;
/** What one unit of quality is in scores before their scale. */
const QUALITY_ONE = 2 ** 20;

/** Fields of the conditions in a pipeline, in the order met. */
export function conditionFields(pipeline: readonly Stage[]): { readonly features: string[]; readonly signals: string[] } {
  const names = new Set<string>();
  const look = (value: unknown): void => {
    if (value === null || typeof value !== 'object') return;
    for (const [name, inner] of Object.entries(value)) {
      if (!Array.isArray(value)) names.add(name);
      look(inner);
    }
  };
  for (const stage of pipeline) look(stage);
  return {
    features: [...names].filter((name) => featureNamed(name) !== undefined),
    signals: [...names].filter((name) => name.startsWith('signals.')).map((name) => name.slice('signals.'.length)),
  };
}

/** Predicted quality of each model, and how far its score is behind the best in quality after prices; NaN where not known. */
export interface PredictedColumns {
  readonly model: string;
  readonly quality: Float64Array;
  readonly behind: Float64Array;
}

/** What a row's router expected on some queries, to a hundredth. */
export function predictedColumns({ config, scores }: TracedRow, rows: Uint32Array): PredictedColumns[] {
  if (scores === null || !config.pipeline.some(({ kind }) => kind === 'predict')) return [];
  const columns = config.models.map(({ id }) => ({
    model: id,
    quality: new Float64Array(rows.length).fill(Number.NaN),
    behind: new Float64Array(rows.length).fill(Number.NaN),
  }));
  const scale = scaleOf(config);
  for (const [at, query] of rows.entries()) {
    const expected = scores(query);
    if (expected === undefined) continue;
    const best = expected.reduce((most, { score }) => Math.max(most, score), Number.NEGATIVE_INFINITY);
    for (const { model, quality, score } of expected) {
      const column = columns.find((one) => one.model === model);
      if (column === undefined) continue;
      column.quality[at] = rounded(quality);
      if (scale !== null) column.behind[at] = rounded((best - score) / (scale * QUALITY_ONE));
    }
  }
  return columns.filter(({ quality }) => quality.some((value) => !Number.isNaN(value)));
}

/** Units of score a unit of predicted quality is; null where scores are no qualities less prices, or several stages score. */
function scaleOf({ pipeline }: RouterConfig): number | null {
  const scales = pipeline.flatMap((stage) => {
    if (stage.kind !== 'predict') return [];
    // What an answer is worth scales with the request.
    return [stage.select.by === 'utility' && stage.select.worth === undefined ? stage.select.scale : null];
  });
  return scales.length === 1 ? (scales[0] ?? null) : null;
}

function rounded(value: number): number {
  return Math.round(value * HUNDREDTHS) / HUNDREDTHS;
}

/** A row's decider without its columns. */
export function deciderOf(config: RouterConfig, signals: PackedSignals, predicted: readonly PredictedColumns[]): PackedDecider {
  const fields = conditionFields(config.pipeline);
  return {
    stages: config.pipeline.map(stageText),
    features: fields.features,
    signals: fields.signals.filter((name) => Object.hasOwn(signals, name)),
    predicted: predicted.map(({ model }) => model),
  };
}
