import type { RouterConfig } from '../../router/config.js';
import { createRouter } from '../../router/create-router.js';
import type { RouteColumns } from '../../router/router.js';
import { type Replayed, replayRouted } from '../replayed.js';
import type { Workbench } from '../workbench.js';

/** Routes of a shard's queries by a router without a state. Every question of a run asks for them again, so they may be kept. */
export type Routed = (config: RouterConfig) => RouteColumns;

/** Routes made when they are asked for; of the queries for training none, as in every run. */
export function routedOn({ batch, decided }: Workbench): Routed {
  return (config) => createRouter(config).routeAll(batch, decided);
}

/** Charges a router's routes. */
export function replayedBy(routed: Routed, bench: Workbench, config: RouterConfig, timeMs = 0): Replayed {
  return replayRouted(bench, routed(config), timeMs);
}
