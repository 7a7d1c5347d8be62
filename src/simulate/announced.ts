import type { Model, Price } from '../domain/model.js';
import { canonicalJson } from '../router/identity/canonical-json.js';
import type { ModelNow, RequestBatch, RouteColumns, Router } from '../router/router.js';
import type { LiveRouter } from './live-router.js';
import { conditionsOf } from './provider/condition.js';
import type { Change, Scenario } from './scenario.js';

/** What a request says of the moment, as in `RouteRequest`; what is as in the router's file is left out. */
export interface Announced {
  readonly models?: Readonly<Record<string, ModelNow>>;
  readonly budget?: number;
}

/**
 * What routers are told in each stretch of a scenario's changes (see `conditionsOf`): models that are gone or down altogether
 * are not available, other prices are named, and how many times the budget is what it was. Undefined where nothing is said.
 */
export function announcedOf(scenario: Scenario, models: readonly Model[]): (Announced | undefined)[] {
  const told = scenario.changes.filter(({ announced }) => announced);
  const { fromMs } = conditionsOf(scenario.changes, []);
  return Array.from(fromMs, (at) => {
    const now = told.filter((change) => at >= change.fromMs && at < change.toMs).map((change) => ({ ...change, fromMs: 0 }));
    const { budget } = conditionsOf(now, []);
    const ofModels = modelsNow(now, models);
    const said: Announced = {
      ...(ofModels.length === 0 ? {} : { models: Object.fromEntries(ofModels) }),
      ...(budget[0] === 1 ? {} : { budget: budget[0] as number }),
    };
    return Object.keys(said).length === 0 ? undefined : said;
  });
}

function modelsNow(changes: readonly Change[], models: readonly Model[]): [string, ModelNow][] {
  const { conditions } = conditionsOf(
    changes,
    models.map(({ id }) => id),
  );
  return models.flatMap((model, index): [string, ModelNow][] => {
    const now = conditions[0]?.[index];
    if (now === undefined) return [];
    const available = !now.removed && now.outage < 1 && now.hang < 1;
    if (!available) return [[model.id, { available }]];
    return now.price === 1 || model.price === undefined ? [] : [[model.id, { price: priceTimes(model.price, now.price) }]];
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
  return told.map((said) => {
    const key = said === undefined ? '' : canonicalJson(said);
    const held = known.get(key) ?? of(said === undefined ? batch : batchTold(batch, said));
    known.set(key, held);
    return held;
  });
}

function batchTold(batch: RequestBatch, { models, budget }: Announced): RequestBatch {
  return {
    ...batch,
    ...(models === undefined ? {} : { models: () => models }),
    ...(budget === undefined ? {} : { budget: () => budget }),
  };
}
