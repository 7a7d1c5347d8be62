import type { RouterState } from '../router/router.js';
import { decidersByStretch, routesByStretch } from './announced.js';
import type { Played } from './day-input.js';
import type { SimulatedRouter, Stage } from './stage.js';

/** What a router that remembers knows from one day to the next. */
export interface Memory {
  state: RouterState;
}

/** What a router makes of the stage's queries, by stretch; a router that remembers begins with what `memory` holds, and leaves there what it learned. */
export function playedBy(
  { router }: SimulatedRouter,
  { batch, feedback }: Pick<Stage, 'batch' | 'feedback'>,
  told: Parameters<typeof routesByStretch>[2],
): (memory?: Memory, atMs?: number) => Omit<Played, 'policy'> {
  if (!router.stateful) {
    const routes = routesByStretch(router, batch, told);
    return () => ({ routes });
  }
  const deciders = decidersByStretch(router, batch, told);
  return (memory = { state: router.initialState }, atMs = 0) => ({
    routes: [],
    live: {
      router,
      deciders,
      feedback,
      from: { state: memory.state, atMs },
      onState: (state) => {
        memory.state = state;
      },
    },
  });
}
