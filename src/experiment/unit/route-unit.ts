import { done, type UnitKind, type Working } from '../../domain/work.js';
import type { RouterConfig } from '../../router/config.js';
import { createRouter } from '../../router/create-router.js';
import type { RouteColumns } from '../../router/router.js';
import type { Compared } from '../compared.js';
import type { Setting } from '../setting.js';
import type { Workbench } from '../workbench.js';
import { type AskedBatch, perturbedAll, routedAsked } from './asked-batch.js';
import { benchCommon } from './bench-common.js';

/** A router without state, and the messages it is asked about. */
export interface RouteInput {
  readonly config: RouterConfig;
  readonly asked: readonly AskedBatch[];
}

/** Lets a router decide every query, as recorded or perturbed. */
export const routeUnit: UnitKind<Workbench, RouteInput, RouteColumns[]> = {
  name: 'route',
  describe: 'let a router decide every query, as recorded or with its prompt perturbed',
  common: benchCommon,
  run(bench, { config, asked }) {
    const router = createRouter(config);
    return asked.map((one) => routedAsked(bench, router, one));
  },
};

/** How each router decides the recorded queries. */
export function* routedAll(bench: Workbench, configs: readonly RouterConfig[]): Working<readonly RouteColumns[]> {
  const asked: AskedBatch[] = [{ as: 'recorded' }];
  const routed = yield* done(
    routeUnit,
    bench,
    configs.map((config) => ({ config, asked })),
  );
  return routed.map(([routes]) => routes as RouteColumns);
}

/**
 * The rows with what they would do with every prompt perturbed worked out. Rows with one router only: what was fitted fold by fold
 * stays to be asked where the folds are.
 */
export function* rerouted(bench: Workbench, rows: readonly Compared[], { part, partName }: Setting): Working<Compared[]> {
  const asked: AskedBatch[] = [{ as: 'perturbed', part: partName === 'test' ? 'test' : 'all', rows: part.rows }];
  const asking = rows.flatMap(({ routers }, row) => (routers?.configs.length === 1 && routers.folds === null ? [row] : []));
  const outputs = yield* done(
    routeUnit,
    bench,
    asking.map((row) => ({ config: rows[row]?.routers?.configs[0] as RouterConfig, asked })),
  );
  const perturbed = new Map(asking.map((row, unit) => [row, outputs[unit]?.[0]]));
  return rows.map((row, index) => {
    const { reroute } = row;
    const known = perturbed.get(index);
    if (known === undefined || reroute === undefined) return row;
    return { ...row, reroute: (batch) => (batch === perturbedAll(bench) ? known : reroute(batch)) };
  });
}
