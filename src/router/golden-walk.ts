import { goldenPrompts } from './golden.js';
import type { Feedback, Route, RouteClock, RouteRequest, Router } from './router.js';

/** A step of a walk: a request at a time, the route it must get, and what is then observed of it, in order. */
export interface GoldenStep {
  readonly request: RouteRequest;
  readonly clock: RouteClock;
  readonly route: Route;
  readonly events: readonly Omit<Feedback, 'route'>[];
}

/** Steps of a walk; enough for windows to turn and for what is learned to matter. */
const STEPS = 400;
const BEGIN_MS = 1_700_000_000_000;
const STEP_MS = 600_000;
/** What a call costs of which nothing is expected. */
const USUAL_USD = 0.001;
const SEED = 0x9e3779b9;

/**
 * What a stateful router decides from its first request on, with made-up costs and ratings in between: any port must reproduce
 * the whole walk. Empty for a stateless router, whose golden decisions say everything.
 */
export function goldenWalk(router: Router): GoldenStep[] {
  if (!router.stateful) return [];
  const probes = goldenPrompts(router.config);
  let state = router.initialState;
  return Array.from({ length: STEPS }, (_, step) => {
    const probe = probes[(step * 7) % probes.length] as RouteRequest;
    const request = { ...probe, stickyKey: `session-${step % 23}` };
    const clock = { nowMs: BEGIN_MS + step * STEP_MS, random: SEED };
    const route = router.route(request, state, clock);
    const events = eventsAt(step, clock.nowMs, route);
    for (const event of events) state = router.observe(state, { ...event, route } as Feedback);
    return { request, clock, route, events };
  });
}

/** Every fifth call fails, every third answer is not rated; calls cost from half of what was expected to half as much again. */
function eventsAt(step: number, nowMs: number, { models, scores }: Route): GoldenStep['events'] {
  const [model = null] = models;
  const modelId = step % 5 === 4 ? null : model;
  const expected = scores?.find((one) => one.model === model)?.costUsd ?? USUAL_USD;
  const costUsd = (expected * (25 + ((step * 31) % 51))) / 50;
  const answered = { kind: 'answered', nowMs: nowMs + 1, modelId, costUsd } as const;
  const rated = { ...answered, kind: 'rated', nowMs: nowMs + 2, quality: modelId === null ? 0 : ((step * 7) % 11) / 10 } as const;
  return [{ kind: 'routed', nowMs }, answered, ...(step % 3 === 2 ? [] : [rated])];
}
