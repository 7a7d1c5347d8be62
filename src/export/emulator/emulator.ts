import type { RequestBatch, Route, RouteColumns, RouteRequest } from '../../router/router.js';

/** What a target does with a request: whom it asks, and whom on error. A target that climbs says how. */
export type EmulatedRoute = Pick<Route, 'models' | 'escalation'>;

/**
 * What a target decides, from its own files. `handed` is the route of our runtime, which a dispatching target is told in the
 * words of its files; a native one never looks at it.
 */
export type Emulator = (request: RouteRequest, handed: Route) => EmulatedRoute;

/** What a target decides on every row of a batch. Equal decisions share a plan. */
export function emulateAll(emulator: Emulator, batch: RequestBatch, decided: RouteColumns): RouteColumns {
  const plan = new Uint32Array(batch.size);
  const plans: Route[] = [];
  const planOf = new Map<string, number>();
  for (let row = 0; row < batch.size; row++) {
    const { models, escalation } = emulator(requestAt(batch, row), decided.plans[decided.plan[row] as number] as Route);
    const key = JSON.stringify([models, escalation ?? null]);
    let index = planOf.get(key);
    if (index === undefined) {
      const ladder = escalation === undefined ? {} : { escalation };
      index = plans.push({ models, ...ladder, reason: { kind: models.length > 0 ? 'fallback' : 'refused' }, propensity: 1 }) - 1;
      planOf.set(key, index);
    }
    plan[row] = index;
  }
  const policy = decided.policies?.[0];
  // How calls are repeated is the router's own: the comparison is of decisions.
  return { plan, plans, ...(policy === undefined ? {} : { policies: plans.map(() => policy) }) };
}

/** A row of a batch as a caller would send it. */
function requestAt(batch: RequestBatch, row: number): RouteRequest {
  const signals: Record<string, string | number | boolean | null> = {};
  for (const [name, { codes, values }] of batch.signals) {
    const code = codes[row] as number;
    if (code >= 0) signals[name] = values[code] ?? null;
  }
  const key = batch.stickyKey?.(row);
  return {
    messages: batch.messages(row),
    ...(Object.keys(signals).length === 0 ? {} : { signals }),
    ...(key === undefined ? {} : { stickyKey: key }),
  };
}

/** Whether two routes ask the same model first and climb the same ladder. */
export function sameDecision(one: EmulatedRoute, other: EmulatedRoute): boolean {
  return one.models[0] === other.models[0] && JSON.stringify(one.escalation ?? null) === JSON.stringify(other.escalation ?? null);
}

/** Whether they ask the same models, fallbacks included. */
export function sameRoute(one: EmulatedRoute, other: EmulatedRoute): boolean {
  return (
    sameDecision(one, other) && one.models.length === other.models.length && one.models.every((id, at) => id === other.models[at])
  );
}
