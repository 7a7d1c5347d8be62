import type { PredictStage, RouterConfig } from '../../router/config.js';
import { COUNT_ONE } from '../../router/predictor/cohorts.js';
import type { CohortsConfig, Counts } from '../../router/predictor/config.js';
import { MOST_TOKENS, valueAt } from '../../router/predictor/selection.js';
import { QUALITY_ONE } from '../../router/predictor/table.js';
import { autoConfig } from './auto.js';
import {
  type HeuristicV2Config,
  type LitellmConfig,
  type LitellmSettings,
  TIERS,
  type Tier,
  type TierStatistic,
} from './config.js';

/** A prediction by cohorts, with its models from the cheapest to the dearest, by their places. */
interface ByCohorts {
  readonly stage: PredictStage;
  readonly counts: CohortsConfig;
  readonly order: readonly number[];
}

/** The proxy decides itself, by its heuristic_v2 with counts fitted here. A text says why it can't. */
export function heuristicV2Config(config: RouterConfig, settings: LitellmSettings): LitellmConfig | string {
  const found = byCohorts(config);
  if (typeof found === 'string') return found;
  const { stage, counts, order } = found;
  const models = Object.fromEntries(
    TIERS.map((tier, at) => [tier, stage.over[order[Math.min(at, order.length - 1)] as number]]),
  ) as Record<Tier, string>;
  return autoConfig(
    config,
    settings,
    models,
    models.SIMPLE,
    (tiers): HeuristicV2Config => ({
      classifier_type: 'heuristic_v2',
      ...tiers,
      heuristic_v2_artifact: {
        schema_version: 1,
        global_statistics: statistics(counts.overall, order),
        domain_statistics: keyed(counts.domains, order).map(([name, one]) => ({ ...one, request_type: name })),
        cohort_statistics: keyed(counts.cohorts, order).map(([name, one]) => ({ ...one, cohort: name })),
        domain_prior_mass: counts.domainMass,
        cohort_prior_mass: counts.cohortMass,
        routing_threshold: atLeastOf(stage) / QUALITY_ONE,
        success_definition: 'quality as the RouteLab experiment scored it, graded ones in part',
        split_method: 'the training part of the RouteLab experiment',
      },
    }),
  );
}

function byCohorts({ pipeline, input }: RouterConfig): ByCohorts | string {
  const [stage, ...more] = pipeline;
  const other = pipeline.find(({ kind }) => kind !== 'predict');
  if (other !== undefined) return `${other.kind}: heuristic_v2 decides by counts of successes alone`;
  if (stage?.kind !== 'predict' || more.length > 0)
    return 'not one predict policy: heuristic_v2 decides by counts of successes alone';
  if (stage.when !== undefined) return 'predict.when: heuristic_v2 decides on every request';
  if (input.text !== 'last_user') return `input.text ${input.text}: the proxy reads the last question`;
  const { predictor, tables } = stage.quality;
  if (predictor.type !== 'cohorts') return `predict by ${predictor.type}: heuristic_v2 takes what by: cohorts counts`;
  if (tables.some(({ x, y }) => x.length !== 2 || x.some((one, at) => one !== y[at])))
    return 'predict.calibrate: heuristic_v2 takes counts as they are (calibrate: none)';
  if (stage.select.by !== 'good_enough')
    return `predict.${stage.select.by}: heuristic_v2 asks the first tier that is good enough`;
  if (stage.over.length > TIERS.length) return `${stage.over.length} models: heuristic_v2 has ${TIERS.length} tiers`;
  const unseen = stage.over.filter((_, at) => predictor.overall.seen[at] === 0);
  if (unseen.length > 0) return `${unseen.join(', ')}: heuristic_v2 needs successes counted for every tier`;
  return { stage, counts: predictor, order: byCost(stage, 0) };
}

/** What the proxy does otherwise than such a router, beyond how it reads a request. */
export function heuristicV2Lost({ pipeline }: RouterConfig): string[] {
  const stage = pipeline[0] as PredictStage;
  const crossing = byCost(stage, 0).some((model, at) => byCost(stage, MOST_TOKENS)[at] !== model);
  return [
    ...(crossing ? ['costs: which model is cheaper depends on the length, and the proxy has one order of tiers'] : []),
    ...(stage.select.by === 'good_enough' && stage.select.otherwise !== 'dearest'
      ? ['good_enough: where no model is good enough the proxy asks the dearest, the router the best (otherwise: dearest)']
      : []),
  ];
}

/** Places of models from the cheapest to the dearest at so many tokens; of equals the earlier first. */
function byCost({ over, cost }: PredictStage, tokens: number): number[] {
  const price = (model: number): number => (cost === undefined ? 0 : valueAt(cost, model, tokens));
  return over.map((_, model) => model).sort((a, b) => price(a) - price(b) || a - b);
}

function atLeastOf({ select }: PredictStage): number {
  return select.by === 'good_enough' ? select.atLeast : 0;
}

/** Counts of a model as those of its tier; a tier above the last model has that one's. */
function statistics({ seen, right }: Counts, order: readonly number[]): TierStatistic[] {
  return TIERS.map((_, at) => {
    const model = order[Math.min(at, order.length - 1)] as number;
    return {
      tier: (at + 1) as TierStatistic['tier'],
      successes: (right[model] as number) / COUNT_ONE,
      observations: (seen[model] as number) / COUNT_ONE,
    };
  });
}

/** Of what a model was never seen on it is left out: there the wider count stands. */
function keyed(table: Readonly<Record<string, Counts>>, order: readonly number[]): [string, TierStatistic][] {
  return Object.entries(table).flatMap(([name, counts]) =>
    statistics(counts, order).flatMap((one): [string, TierStatistic][] => (one.observations > 0 ? [[name, one]] : [])),
  );
}
