import { codedColumn } from '../../src/domain/column.js';
import type { OutcomeTable } from '../../src/domain/outcome-table.js';
import type { Route } from '../../src/router/router.js';
import type { DayInput } from '../../src/simulate/day-input.js';
import { OPEN_PROVIDER, type Provider, type Scenario, type Traffic } from '../../src/simulate/scenario.js';

export const HOUR_MS = 3_600_000;

/** Traffic that comes independently at a rate. */
export function poisson(perSecond: number, more: Partial<Traffic> = {}): Traffic {
  return { arrivals: { kind: 'poisson', perSecond }, daily: [], bursts: null, sessions: null, mix: [], ...more };
}

/** An hour of one request a second at unlimited providers. */
export function aScenario(more: Partial<Scenario> = {}): Scenario {
  return {
    name: 'a-day',
    description: '',
    lengthMs: HOUR_MS,
    warmUpMs: 0,
    stepMs: HOUR_MS / 4,
    traffic: poisson(1),
    providers: new Map(),
    changes: [],
    arms: [{ name: 'plain', policy: {} }],
    budget: null,
    slo: { withinMs: 1000, share: 0.95 },
    ...more,
  };
}

export function providers(of: Readonly<Record<string, Partial<Provider>>>): ReadonlyMap<string, Provider> {
  return new Map(Object.entries(of).map(([id, own]) => [id, { ...OPEN_PROVIDER, ...own }]));
}

export function aRoute(models: readonly string[], more: Partial<Route> = {}): Route {
  return { models, reason: { kind: 'rule', stage: 0, rule: 0 }, propensity: 1, ...more };
}

/** All queries of a table by one route, or each by its own. */
export function aDay(table: OutcomeTable, routes: Route | readonly Route[], more: Partial<DayInput> = {}): DayInput {
  const size = table.queryCount;
  const plans = Array.isArray(routes) ? (routes as readonly Route[]) : [routes as Route];
  return {
    scenario: aScenario(),
    seed: 7,
    table,
    models: table.modelIds.map((id) => ({ id, provider: 'test', name: id, tags: [] })),
    fits: table.modelIds.map(() => null),
    queries: {
      rows: Uint32Array.from({ length: size }, (_, row) => row),
      weight: new Float64Array(size).fill(1),
      category: codedColumn(Array.from({ length: size }, (_, row) => (row % 2 === 0 ? 'even' : 'odd'))),
      arrivedAtMs: Float64Array.from({ length: size }, (_, row) => 1_000_000 + row * 1000),
      signals: new Map(),
    },
    routes: [{ plans, plan: Uint32Array.from({ length: size }, (_, row) => (plans.length === 1 ? 0 : row)) }],
    routerTimeMs: 0,
    policy: {},
    ...more,
  };
}
