import type { Working } from '../domain/work.js';
import type { RouterConfig } from '../router/config.js';
import { createRouter } from '../router/create-router.js';
import { canonicalJson } from '../router/identity/canonical-json.js';
import type { RouteColumns, Router } from '../router/router.js';
import type { Candidate, FittedCandidate } from '../strategy/strategy.js';
import type { Compared, RouterTime } from './compared.js';
import { replayConfig, replayRouted } from './replayed.js';
import { routedAll } from './unit/route-unit.js';
import type { Workbench } from './workbench.js';

/** What routers are timed on. */
export type TimedQueries = Pick<Workbench, 'dataset' | 'batch'>;

/** Measures (or looks up) a router's own time per decision; the clock is the caller's. */
export type TimeRouter = (router: Router, queries: TimedQueries) => RouterTime;

/** The rows of the fitted strategies: the very routers an export would ship. */
export function* routerRows(bench: Workbench, fitted: readonly FittedCandidate[], timeRouter: TimeRouter): Working<Compared[]> {
  const routers = fitted.map(({ config }) => createRouter(config));
  const stateless = routers.flatMap(({ stateful, config }) => (stateful ? [] : [config]));
  const routed = yield* routedAll(bench, stateless);
  return fitted.map((one, index): Compared => {
    const router = routers[index] as Router;
    const time = timeRouter(router, bench);
    const replayed = router.stateful
      ? replayConfig(bench, one.config, time.p50Ms)
      : replayRouted(bench, routed[stateless.indexOf(one.config)] as RouteColumns, time.p50Ms);
    return {
      ...routerHead(one.candidate),
      marks: router.stateful ? ['sequential'] : [],
      fitted: one,
      ...replayed,
      // What a stateful router would do with other messages depends on all that came before.
      ...(router.stateful
        ? {}
        : {
            reroute: router.routeAll,
            routers: {
              configs: [one.config],
              folds: null,
              route: (batch, change) => createRouter(change(one.config)).routeAll(batch),
            },
          }),
      router: { decisionHash: one.config.decisionHash, bytes: routerSize(one.config), ...time },
    };
  });
}

/** Who a strategy's row is. */
export function routerHead({ strategy, id }: Candidate): Pick<Compared, 'id' | 'label' | 'kind' | 'description'> {
  return {
    id: `router:${strategy}`,
    label: strategy,
    kind: 'router',
    description: id === strategy ? `Strategy ${strategy}.` : `Strategy ${strategy}, candidate ${id}.`,
  };
}

/** Bytes of the router's file. */
export function routerSize(config: RouterConfig): number {
  return new TextEncoder().encode(canonicalJson(config)).length;
}
