import type { Model, Price } from '../domain/model.js';
import { canonicalJson } from '../router/identity/canonical-json.js';
import type { ModelNow, RequestBatch, RouteColumns, Router } from '../router/router.js';
import type { LiveRouter } from './live-router.js';
import { conditionsOf } from './provider/condition.js';
import type { Scenario } from './scenario.js';

type Announced = Readonly<Record<string, ModelNow>>;

/**
 * What routers are told of models in each stretch of a scenario's changes (see `conditionsOf`): models that are gone or down altogether
 * are not available, other prices are named. Undefined where nothing is said.
 */
export function announcedOf(scenario: Scenario, models: readonly Model[]): (Announced | undefined)[] {
  const ids = models.map(({ id }) => id);
  const told = scenario.changes.filter(({ announced }) => announced);
  const { fromMs } = conditionsOf(scenario.changes, ids);
  return Array.from(fromMs, (at) => {
    const { conditions } = conditionsOf(
      told.filter((change) => at >= change.fromMs && at < change.toMs).map((change) => ({ ...change, fromMs: 0 })),
      ids,
    );
    const entries = models.flatMap((model, index): [string, ModelNow][] => {
      const now = conditions[0]?.[index];
      if (now === undefined) return [];
      const available = !now.removed && now.outage < 1 && now.hang < 1;
      if (!available) return [[model.id, { available }]];
      return now.price === 1 || model.price === undefined ? [] : [[model.id, { price: priceTimes(model.price, now.price) }]];
    });
    return entries.length === 0 ? undefined : Object.fromEntries(entries);
  });
}

function priceTimes(price: Price, factor: number): Price {
  return Object.fromEntries(Object.entries(price).map(([kind, usd]) => [kind, (usd as number) * factor]));
}

/** What a router makes of every request in each stretch; worked out once for stretches in which it is told the same. */
export function routesByStretch(router: Router, batch: RequestBatch, told: readonly (Announced | undefined)[]): RouteColumns[] {
  return byStretch(batch, told, (one) => router.routeAll(one));
}

/** How a router that remembers decides in each stretch. */
export function decidersByStretch(
  router: Router,
  batch: RequestBatch,
  told: readonly (Announced | undefined)[],
): LiveRouter['deciders'] {
  return byStretch(batch, told, (one) => router.decider(one));
}

function byStretch<T>(batch: RequestBatch, told: readonly (Announced | undefined)[], of: (batch: RequestBatch) => T): T[] {
  const known = new Map<string, T>();
  return told.map((models) => {
    const key = models === undefined ? '' : canonicalJson(models);
    const held = known.get(key) ?? of(models === undefined ? batch : { ...batch, models: () => models });
    known.set(key, held);
    return held;
  });
}
