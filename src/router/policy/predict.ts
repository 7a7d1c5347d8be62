import { codedValue } from '../../domain/column.js';
import { listAt, modelAt, refuse } from '../check.js';
import type { PredictStage } from '../config.js';
import { costsNow } from '../costs-now.js';
import { featureNamed, readFeature } from '../feature/index.js';
import { checkQuality, compileQuality } from '../predictor/index.js';
import {
  checkLinear,
  checkSelection,
  compileSelection,
  type LinearInTokens,
  type Moment,
  USUAL_MOMENT,
  valueAt,
  WORTH_ONE,
  worthOf,
} from '../predictor/selection.js';
import { QUALITY_ONE } from '../predictor/table.js';
import type { ModelScore, RequestBatch } from '../router.js';
import { decide, type Registry, taskOf } from './draft.js';
import { compileWhen, type Policy } from './policy.js';

const PICO_PER_USD = 1e12;
const MICROS_PER_MS = 1000;

/**
 * Predicts every model's quality, scores each by the selection rule, and decides for the allowed model of the greatest score,
 * ties to the earlier one in `over`. Scores stay in the draft for what follows: they are the ranking.
 */
export const predict: Policy<PredictStage> = {
  kind: 'predict',
  members: ['kind', 'when', 'over', 'quality', 'cost', 'latency', 'select'],
  check(stage, field, modelIds) {
    const over = listAt(stage['over'], `${field}.over`);
    if (over.length === 0) throw refuse(`${field}.over`, 'is empty', { accepted: 'at least one model' });
    over.forEach((id, index) => {
      const model = modelAt(id, `${field}.over[${index}]`, modelIds);
      if (over.indexOf(model) !== index) throw refuse(`${field}.over[${index}]`, 'stands twice', { value: model });
    });
    checkQuality(stage['quality'], `${field}.quality`, over.length);
    for (const member of ['cost', 'latency'])
      if (stage[member] !== undefined) checkLinear(stage[member], `${field}.${member}`, over.length);
    checkSelection(stage['select'], `${field}.select`, over.length, stage['cost'] !== undefined);
  },
  compile(stage, index, registry, input) {
    const models = stage.over.map((id) => registry.modelIds.indexOf(id));
    const reason = registry.reason({ kind: 'predict', stage: index });
    const when = compileWhen(stage.when, 'when', input);
    const predictQuality = compileQuality(stage.quality, models.length, input);
    const select = compileSelection(stage.select, stage.cost, models.length);
    const tokens = readFeature(featureNamed('prompt.tokens') as NonNullable<ReturnType<typeof featureNamed>>, input);
    const quality = new Float64Array(models.length);
    const momentOf = moments(stage, registry);
    const scores = new Float64Array(models.length);
    return (batch) => {
      const applies = when?.(batch);
      let predicted: ReturnType<typeof predictQuality> | undefined;
      let tokenColumn: Float64Array | undefined;
      const moment = momentOf(batch);
      let now = USUAL_MOMENT;
      const explain = (row: number): ModelScore[] =>
        models.map((_, at) => ({
          model: stage.over[at] as string,
          score: scores[at] as number,
          quality: (quality[at] as number) / QUALITY_ONE,
          ...expected('costUsd', stage.cost, at, tokenColumn?.[row] ?? 0, now.dearer?.[at] ?? 0, PICO_PER_USD),
          ...expected('latencyMs', stage.latency, at, tokenColumn?.[row] ?? 0, 0, MICROS_PER_MS),
        }));
      let tokensNow = 0;
      const costOf = (at: number): number =>
        stage.cost === undefined ? Number.NaN : valueAt(stage.cost, at, tokensNow) + (now.dearer?.[at] ?? 0);
      const scale = stage.select.by === 'utility' ? stage.select.scale : 0;
      const prediction = { models, scores, quality, costOf, scale, explain };
      return (row, draft) => {
        if (draft.chosen >= 0) return;
        if (applies !== undefined && !applies(row, taskOf(registry, draft))) return;
        predicted ??= predictQuality(batch);
        tokenColumn ??= tokens(batch);
        predicted(row, quality);
        tokensNow = tokenColumn[row] as number;
        now = moment(row, tokensNow);
        select(quality, tokensNow, scores, now);
        let best = -1;
        for (let at = 0; at < models.length; at++) {
          if (!registry.holds(draft.allowed, models[at] as number)) continue;
          if (best < 0 || (scores[at] as number) > (scores[best] as number)) best = at;
        }
        if (best < 0) return;
        decide(draft, models[best] as number, reason, 1);
        draft.prediction = prediction;
      };
    };
  },
};

/** What holds of a row beside its text: the worth that its signal states, and costs at the prices handed in with it. */
function moments(
  { select, over, cost }: PredictStage,
  { models }: Registry,
): (batch: RequestBatch) => (row: number, tokens: number) => Moment {
  const worth = select.by === 'utility' ? select.worth : undefined;
  const costs = cost === undefined ? undefined : costsNow(cost, over, models);
  return (batch) => {
    const column = worth === undefined ? undefined : batch.signals.get(worth);
    if (column === undefined && batch.models === undefined) return () => USUAL_MOMENT;
    return (row, tokens) => ({
      worth: column === undefined ? WORTH_ONE : worthOf(codedValue(column, row)),
      dearer: costs?.(batch.models?.(row), tokens) ?? null,
    });
  };
}

/** An expectation in the unit of its name, where there is one. */
function expected<N extends 'costUsd' | 'latencyMs'>(
  name: N,
  linear: LinearInTokens | undefined,
  model: number,
  tokens: number,
  more: number,
  perUnit: number,
): { readonly [K in N]?: number } {
  return (linear === undefined ? {} : { [name]: (valueAt(linear, model, tokens) + more) / perUnit }) as {
    readonly [K in N]?: number;
  };
}
