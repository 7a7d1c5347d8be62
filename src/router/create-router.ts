import { within } from './check.js';
import { checkFeedback } from './check-feedback.js';
import { checkRequest } from './check-request.js';
import type { RouterConfig } from './config.js';
import { PLAIN_EXECUTION } from './execution-policy.js';
import { pipelineMemory } from './memory.js';
import { modelNow } from './model-facts.js';
import { batchOfOne } from './one-request.js';
import {
  type BoundStage,
  type CompiledStage,
  type Draft,
  decide,
  type Prediction,
  type Registry,
  type Rung,
  registry,
} from './policy/draft.js';
import { policyOf } from './policy/index.js';
import { QUALITY_ONE } from './predictor/table.js';
import {
  type Escalation,
  type RequestBatch,
  type Route,
  type RouteClock,
  type RouteColumns,
  type Router,
  type RouterState,
  UNDECIDED,
} from './router.js';

/**
 * Compiles a config into a router. `route` is `routeAll` over one request: there is a single way to decide. The config is
 * taken as checked: what comes from a file goes through `loadRouter`.
 *
 * @throws UserError for conditions, patterns or fields that are not accepted, naming their place in the config
 */
export function createRouter(config: RouterConfig): Router {
  const names = registry(config.models);
  const stages: CompiledStage[] = config.pipeline.map((stage, index) =>
    within(`pipeline[${index}]`, () => policyOf(stage).compile(stage, index, names, config.input)),
  );
  const chain = config.fallback.map((id) => names.modelIds.indexOf(id));
  const settle = settling(names, chain);
  const memory = pipelineMemory(config.pipeline, names);
  const execution = config.execution ?? PLAIN_EXECUTION;
  const draft = emptyDraft();
  const running = (batch: RequestBatch): ((row: number, state: RouterState | undefined, clock: RouteClock) => void) => {
    const bound: BoundStage[] = stages.map((stage) => stage(batch));
    const standing = modelsStanding(batch, names);
    return (row, state, clock) => {
      draft.allowed = standing(row);
      draft.chosen = -1;
      draft.category = -1;
      draft.difficulty = -1;
      draft.prediction = null;
      draft.ladder = -1;
      draft.states = memory.statesOf(state);
      draft.clock = clock;
      draft.memo = null;
      for (let stage = 0; stage < bound.length; stage++) bound[stage]?.(row, draft);
      settle(draft);
    };
  };
  const routeAll = (batch: RequestBatch, rows?: Uint32Array): RouteColumns => {
    const run = running(batch);
    const plan = new Uint32Array(batch.size);
    if (rows !== undefined) plan.fill(UNDECIDED);
    const asked = rows === undefined ? batch.size : rows.length;
    const plans: Route[] = [];
    const planOf = new Map<number, number>();
    const identity = identities(names);
    /** By plan: its first model, which a cascade may have put before the decided one. */
    const firstOf: number[] = [];
    let predicted: Float64Array | undefined;
    for (let at = 0; at < asked; at++) {
      const row = rows === undefined ? at : (rows[at] as number);
      run(row, undefined, NO_CLOCK);
      // Chances and notes of stateful stages are no function of what plans are told apart by.
      const key = memory.stateful ? row : identity(draft);
      let index = planOf.get(key);
      if (index === undefined) {
        index = plans.push(routeOf(draft, names, chain)) - 1;
        planOf.set(key, index);
        firstOf.push(names.modelIds.indexOf(plans[index]?.models[0] ?? ''));
      }
      plan[row] = index;
      if (draft.prediction === null) continue;
      predicted ??= new Float64Array(batch.size).fill(Number.NaN);
      predicted[row] = predictedOf(draft.prediction, firstOf[index] as number);
    }
    return {
      plan,
      plans,
      ...(predicted === undefined ? {} : { predicted }),
      ...(config.execution === undefined ? {} : { policies: plans.map(() => execution) }),
    };
  };
  const decider: Router['decider'] = (batch) => {
    const run = running(batch);
    return (row, state, clock = NO_CLOCK) => {
      run(row, state, clock);
      const route = routeOf(draft, names, chain);
      return draft.prediction === null ? route : { ...route, scores: draft.prediction.explain(row) };
    };
  };
  return {
    config,
    stateful: memory.stateful,
    initialState: memory.initial,
    execution,
    routeAll,
    decider,
    route(request, state, clock) {
      checkRequest(request, clock);
      return decider(batchOfOne(request))(0, state, clock);
    },
    observe(state, feedback) {
      checkFeedback(feedback, names.modelIds);
      return memory.observe(state, feedback);
    },
  };
}

/** For pipelines that ask no clock. */
const NO_CLOCK: RouteClock = { nowMs: 0, random: 0 };

/** The set a row begins with: every model that nobody said is down. */
function modelsStanding({ models }: RequestBatch, names: Registry): (row: number) => number {
  if (models === undefined) return () => 0;
  return (row) => {
    const now = models(row);
    if (now === undefined) return 0;
    const up: number[] = [];
    for (let model = 0; model < names.modelIds.length; model++)
      if (modelNow(now, names.modelIds[model] as string)?.available !== false) up.push(model);
    return names.narrowed(0, up);
  };
}

/** Quality predicted of a model; NaN for one that was not predicted for. */
function predictedOf({ models, quality }: Prediction, model: number): number {
  return (quality[models.indexOf(model)] ?? Number.NaN) / QUALITY_ONE;
}

function emptyDraft(): Draft {
  return {
    allowed: 0,
    chosen: -1,
    reason: -1,
    category: -1,
    difficulty: -1,
    propensity: 1,
    decidedFrom: 0,
    prediction: null,
    ladder: -1,
    states: {},
    clock: NO_CLOCK,
    memo: null,
  };
}

/** Where no stage decided: the first allowed model of the fallback chain, else nobody. */
function settling(names: Registry, chain: readonly number[]): (draft: Draft) => void {
  const fallback = names.reason({ kind: 'fallback' });
  const refused = names.reason({ kind: 'refused' });
  return (draft) => {
    if (draft.chosen >= 0) return;
    for (let i = 0; i < chain.length; i++) {
      if (names.holds(draft.allowed, chain[i] as number)) return decide(draft, chain[i] as number, fallback, 1);
    }
    decide(draft, -1, refused, 1);
  };
}

/**
 * A number for everything a route consists of: the sets left at the decision and at the end and the ladder (as the number of
 * their combination), the model, the reason and what it was classified as. The chance follows from these. Stays below 2⁵³ for any batch that fits in memory.
 */
function identities(names: Registry): (draft: Draft) => number {
  const pairs = new Map<number, number>();
  const combinations = new Map<number, number>();
  const models = names.modelIds.length + 1;
  const reasons = names.reasons.length;
  const classes = names.classNames.length + 1;
  return (draft) => {
    const sets = draft.allowed * 0x4000000 + draft.decidedFrom;
    let pair = pairs.get(sets);
    if (pair === undefined) {
      pair = pairs.size;
      pairs.set(sets, pair);
    }
    const both = pair * 0x4000000 + draft.ladder + 1;
    let combination = combinations.get(both);
    if (combination === undefined) {
      combination = combinations.size;
      combinations.set(both, combination);
    }
    const decision = (combination * models + draft.chosen + 1) * reasons + draft.reason;
    return (decision * classes + draft.category + 1) * classes + draft.difficulty + 1;
  };
}

function routeOf(draft: Draft, names: Registry, chain: readonly number[]): Route {
  const models: string[] = [];
  if (draft.chosen >= 0) {
    models.push(names.modelIds[draft.chosen] as string);
    for (const model of chain) {
      const id = names.modelIds[model] as string;
      if (names.holds(draft.allowed, model) && models.indexOf(id) < 0) models.push(id);
    }
  }
  const { category, difficulty } = names.task(draft.category, draft.difficulty);
  const reason = names.reasons[draft.reason] as Route['reason'];
  const escalation = escalationOf(draft, names);
  return {
    models,
    ...(escalation.length === 0 ? {} : { escalation }),
    reason,
    ...(category === undefined ? {} : { category }),
    ...(difficulty === undefined ? {} : { difficulty }),
    propensity: draft.propensity,
    ...(draft.memo === null ? {} : { memo: draft.memo }),
  };
}

/** The rungs above the first that filters have left. */
function escalationOf(draft: Draft, names: Registry): Escalation[] {
  const ladder = draft.ladder < 0 ? undefined : names.ladders[draft.ladder];
  if (ladder === undefined) return [];
  const left = ladder.rungs.filter(({ model }, at) => at === 0 || names.holds(draft.allowed, model));
  return left.slice(1).map(({ model }, at) => ({ ...(left[at] as Rung).accepted, to: names.modelIds[model] as string }));
}
