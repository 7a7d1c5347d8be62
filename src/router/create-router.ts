import { queryTable } from '../domain/query.js';
import type { RouterConfig } from './config.js';
import { type CompiledStage, type Draft, registry } from './policy/draft.js';
import { policyOf } from './policy/index.js';
import type { RequestBatch, Route, RouteColumns, Router } from './router.js';

/**
 * Compiles a config into a router. `route` is `routeAll` over one request: there is a single way to decide.
 *
 * @throws UserError for conditions, patterns or fields that are not accepted
 */
export function createRouter(config: RouterConfig): Router {
  const names = registry(config.models.map(({ id }) => id));
  const stages: CompiledStage[] = config.pipeline.map((stage, index) =>
    policyOf(stage).compile(stage, index, names, config.input),
  );
  const fallbackReason = names.reason({ kind: 'fallback' });
  const refusedReason = names.reason({ kind: 'refused' });
  const chain = config.fallback.map((id) => names.modelIds.indexOf(id));

  /** Where no stage decided: the first allowed model of the fallback chain, else nobody. */
  const settle = (draft: Draft): void => {
    if (draft.chosen >= 0) return;
    draft.propensity = 1;
    draft.reason = refusedReason;
    for (let i = 0; i < chain.length; i++) {
      if (!names.holds(draft.allowed, chain[i] as number)) continue;
      draft.chosen = chain[i] as number;
      draft.reason = fallbackReason;
      return;
    }
  };

  const routeOf = (draft: Draft): Route => {
    const models: string[] = [];
    if (draft.chosen >= 0) {
      models.push(names.modelIds[draft.chosen] as string);
      for (const model of chain) {
        const id = names.modelIds[model] as string;
        if (names.holds(draft.allowed, model) && models.indexOf(id) < 0) models.push(id);
      }
    }
    const category = draft.category < 0 ? undefined : names.categories[draft.category];
    return {
      models,
      reason: names.reasons[draft.reason] as Route['reason'],
      ...(category === undefined ? {} : { category }),
      propensity: draft.propensity,
    };
  };

  const routeAll = (batch: RequestBatch): RouteColumns => {
    const bound = stages.map((stage) => stage(batch));
    const plan = new Uint32Array(batch.size);
    const plans: Route[] = [];
    const planOf = new Map<number, number>();
    const draft: Draft = { allowed: 0, chosen: -1, reason: -1, category: -1, propensity: 1 };
    for (let row = 0; row < batch.size; row++) {
      draft.allowed = 0;
      draft.chosen = -1;
      draft.category = -1;
      for (let stage = 0; stage < bound.length; stage++) bound[stage]?.(row, draft);
      settle(draft);
      // Chance follows from the set, the model and the reason, so these four numbers name the whole route.
      const key =
        ((draft.allowed * (names.modelIds.length + 1) + draft.chosen + 1) * names.reasons.length + draft.reason) *
          (names.categories.length + 1) +
        draft.category +
        1;
      let index = planOf.get(key);
      if (index === undefined) {
        index = plans.push(routeOf(draft)) - 1;
        planOf.set(key, index);
      }
      plan[row] = index;
    }
    return { plan, plans };
  };

  return {
    config,
    stateful: false,
    initialState: null,
    routeAll,
    route(request) {
      const table = queryTable([
        { id: '', prompt: request.messages, ...(request.signals === undefined ? {} : { signals: request.signals }) },
      ]);
      const { plan, plans } = routeAll({
        size: 1,
        messages: table.messages,
        signals: table.signals,
        stickyKey: () => request.stickyKey,
        features: new Map(),
      });
      return plans[plan[0] as number] as Route;
    },
    observe: (state) => state,
  };
}
