import type { PredictStage, RouterConfig } from '../router/config.js';
import { featureNamed, readFeature } from '../router/feature/index.js';
import type { QualityConfig } from '../router/predictor/config.js';
import { compileQuality } from '../router/predictor/index.js';
import { MOST_TOKENS, type Selection } from '../router/predictor/selection.js';
import { QUALITY_ONE } from '../router/predictor/table.js';
import { type RequestBatch, type Route, type RouteColumns, type Router, UNDECIDED } from '../router/router.js';
import { type Prices, pricedChoice } from '../stats/priced-choice.js';

/** Requests whose predictions stay in a core's first caches while all routers read them. */
const AT_ONCE = 256;

/**
 * The routes of many routers on the same requests: what `routeAll` of each says. Those that predict alike and differ only in what quality is
 * given up for (the candidates of a range over the value of money) are decided side by side: a request is predicted and its scores are
 * compared, without a pipeline being run for each of them.
 *
 * @param rows those to decide; absent: all
 */
export function routeTogether(routers: readonly Router[], batch: RequestBatch, rows?: Uint32Array): RouteColumns[] {
  const routed = new Map<Router, RouteColumns>();
  const asked = rows?.length ?? batch.size;
  for (const alike of priceGroups(routers, batch)) {
    const columns =
      alike.length > 1 && asked > 0 ? sideBySide(alike, batch, rows) : alike.map((router) => router.routeAll(batch, rows));
    for (const [at, router] of alike.entries()) routed.set(router, columns[at] as RouteColumns);
  }
  return routers.map((router) => routed.get(router) as RouteColumns);
}

type Utility = Extract<Selection, { by: 'utility' }>;
type Priced = PredictStage & { readonly select: Utility };

/** The one stage of a router that chooses by quality less a price, for every request alike; null for every other router. */
function pricedStage({ pipeline: [stage, ...others] }: RouterConfig): Priced | null {
  if (stage?.kind !== 'predict' || others.length > 0 || stage.when !== undefined) return null;
  const { select } = stage;
  return select.by === 'utility' && select.worth === undefined ? { ...stage, select } : null;
}

/** Routers in groups that score alike but for their prices. Those that can't be decided side by side stand alone. */
function priceGroups(routers: readonly Router[], batch: RequestBatch): Router[][] {
  const groups: Router[][] = [];
  const open = new Map<QualityConfig, Map<string, Router[]>>();
  for (const router of routers) {
    const { config } = router;
    const stage = batch.models === undefined ? pricedStage(config) : null;
    if (stage === null) {
      groups.push([router]);
      continue;
    }
    const alike = open.get(stage.quality) ?? new Map<string, Router[]>();
    open.set(stage.quality, alike);
    const key = JSON.stringify([config.input, stage.over]);
    const group = alike.get(key);
    if (group !== undefined) group.push(router);
    else {
      const fresh = [router];
      alike.set(key, fresh);
      groups.push(fresh);
    }
  }
  return groups;
}

function sideBySide(routers: readonly Router[], batch: RequestBatch, rows?: Uint32Array): RouteColumns[] {
  const asked = rows ?? Uint32Array.from({ length: batch.size }, (_, row) => row);
  const stages = routers.map(({ config }) => pricedStage(config) as Priced);
  const [
    {
      config: { input },
    },
    { over, quality },
  ] = [routers[0] as Router, stages[0] as Priced];
  const predicted = compileQuality(quality, over.length, input)(batch);
  const tokens = readFeature(featureNamed('prompt.tokens') as NonNullable<ReturnType<typeof featureNamed>>, input)(batch);
  const prices = stages.map(
    ({ select: { scale, price } }): Prices => ({
      scale,
      base: Float64Array.from(price.base),
      perLength: Float64Array.from(price.perToken),
    }),
  );
  const deciding = routers.map((router) => plansOf(router, over, batch, asked, (row, scores) => predicted(row, scores)));
  const choice = pricedChoice(over.length, AT_ONCE);
  const scores = new Float64Array(over.length);
  for (let from = 0; from < asked.length; from += AT_ONCE) {
    const some = asked.subarray(from, from + AT_ONCE);
    for (let at = 0; at < some.length; at++) {
      predicted(some[at] as number, scores);
      for (let model = 0; model < over.length; model++) choice.worths[model * AT_ONCE + at] = scores[model] as number;
      choice.lengths[at] = Math.min(tokens[some[at] as number] as number, MOST_TOKENS);
    }
    for (const [index, own] of prices.entries()) deciding[index]?.take(some, choice.best(own, some.length));
  }
  return deciding.map(({ columns }) => columns());
}

/** A router's plans, numbered as they are first met: the route of a plan is what the router itself says of that request. */
function plansOf(
  router: Router,
  over: readonly string[],
  batch: RequestBatch,
  asked: Uint32Array,
  predict: (row: number, quality: Float64Array) => void,
): { columns(): RouteColumns; take(rows: Uint32Array, best: Float64Array): void } {
  const plan = new Uint32Array(batch.size).fill(UNDECIDED);
  const plans: Route[] = [];
  const planOf = new Int32Array(over.length).fill(-1);
  /** By plan the place of its model among the models predicted. */
  const modelOf: number[] = [];
  const decide = router.decider(batch);
  const predicted = once(() => {
    const [quality, own] = [new Float64Array(over.length), new Float64Array(batch.size).fill(Number.NaN)];
    for (const row of asked) {
      predict(row, quality);
      own[row] = (quality[modelOf[plan[row] as number] as number] as number) / QUALITY_ONE;
    }
    return own;
  });
  const { execution } = router.config;
  return {
    columns: () => ({
      plan,
      plans,
      // Found out when first asked for: ranking doesn't.
      get predicted() {
        return predicted();
      },
      ...(execution === undefined ? {} : { policies: plans.map(() => router.execution) }),
    }),
    take(rows, best) {
      for (let at = 0; at < rows.length; at++) {
        const [row, model] = [rows[at] as number, best[at] as number];
        if (planOf[model] === -1) {
          const { scores: _, ...route } = decide(row);
          planOf[model] = plans.push(route) - 1;
          modelOf.push(model);
        }
        plan[row] = planOf[model] as number;
      }
    },
  };
}

function once<T>(make: () => T): () => T {
  let held: T | undefined;
  return () => {
    held ??= make();
    return held;
  };
}
