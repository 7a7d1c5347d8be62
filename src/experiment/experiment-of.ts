import type { Objective } from '../compare/objective.js';
import type { Json } from '../domain/json.js';
import type { ModelList } from '../domain/model.js';
import { modelId } from '../strategy/selector.js';
import { constraintsOf } from './constraint/constraints-of.js';
import type { CostBasis, Experiment, OnlineSpec } from './experiment.js';
import { type ParsedExperiment, usualBaselines } from './experiment-schema.js';
import { gateOf } from './gate-of.js';
import { splitSpecOf } from './split/split-schema.js';

const CONFIDENCE = 0.95;

/** One point of quality. */
const MARGIN = 0.01;

/**
 * An experiment with every default set and every model id checked.
 *
 * @param name used where the file gives none
 * @throws UserError for ids that the models don't have, or conditions the runtime doesn't accept
 */
export function experimentOf(file: ParsedExperiment, models: ModelList, name: string): Experiment {
  const id = (given: string, field: string): string => modelId(given, models.models, field);
  return {
    name: file.name ?? name,
    dataset: file.dataset,
    recordings: file.recordings,
    models: file.models,
    scorer: file.scorer as Experiment['scorer'],
    split: splitSpecOf(file.split),
    strategies: file.strategies ?? [],
    decisions: file.decisions ?? [],
    baselines: file.baselines ?? usualBaselines,
    reference: file.reference === undefined ? null : id(file.reference, 'reference'),
    pair: file.pair === undefined ? null : { weak: id(file.pair.weak, 'pair.weak'), strong: id(file.pair.strong, 'pair.strong') },
    objective: objectiveOf(file.objective),
    constraints: constraintsOf(file.constraints, models, file.cost?.by ?? 'usd'),
    gates: (file.gates ?? []).map((gate, index) => gateOf(gate, file.cost?.by ?? 'usd', `gates[${index}]`)),
    cost: costOf(file.cost, id),
    rightAt: file.right_at ?? 'full',
    bootstrap: {
      replicates: file.bootstrap?.replicates ?? 2000,
      seed: file.bootstrap?.seed ?? 7,
      confidence: file.bootstrap?.confidence ?? CONFIDENCE,
    },
    nonInferiority: {
      margin: file.non_inferiority?.margin ?? MARGIN,
      confidence: file.non_inferiority?.confidence ?? CONFIDENCE,
    },
    online: onlineOf(file.online, id),
    onMissing: file.on_missing ?? 'skip',
    record: {
      samples: file.record?.samples ?? 1,
      maxAgeDays: file.record?.max_age_days ?? null,
      envFile: file.record?.env_file ?? null,
    },
    synthetic: file.synthetic ?? false,
    export: (file.export ?? []) as readonly { readonly target: string; readonly [option: string]: Json }[],
  };
}

function objectiveOf(objective: ParsedExperiment['objective']): Objective {
  if (objective === undefined || 'maximize' in objective) return { kind: 'maximize_quality' };
  if ('minimize' in objective) return { kind: 'minimize_cost' };
  return { kind: 'utility', perUsd: objective.utility.per_usd, perSecond: objective.utility.per_second };
}

/** Walks over a stream where the file gives no number. */
const SEEDS = 20;

function onlineOf(online: ParsedExperiment['online'], id: (given: string, field: string) => string): OnlineSpec {
  const { feedback, degrade } = online ?? {};
  return {
    seeds: online?.seeds ?? SEEDS,
    feedback: {
      from: feedback?.from ?? 'gold',
      delayQueries: feedback?.delay_queries ?? 0,
      delayMs: 1000 * (feedback?.delay_seconds ?? 0),
      noise: feedback?.noise ?? 0,
      rate: feedback?.rate ?? 1,
    },
    degrade:
      degrade === undefined
        ? null
        : { model: id(degrade.model, 'online.degrade.model'), from: degrade.from ?? 0.5, factor: degrade.factor ?? 0.5 },
  };
}

function costOf(cost: ParsedExperiment['cost'], id: (given: string, field: string) => string): CostBasis {
  return cost === undefined || cost.by === 'usd' ? { by: 'usd' } : { by: 'calls', model: id(cost.model, 'cost.model') };
}
