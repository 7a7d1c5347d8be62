import { describe, expect, it } from 'vitest';
import { simulateDay } from '../../src/simulate/day.js';
import { expectedRequests, expectedSeconds, refuseTooMany } from '../../src/simulate/expected-load.js';
import type { Scenario, Traffic } from '../../src/simulate/scenario.js';
import { aDay, aRoute, aScenario, HOUR_MS, poisson, providers } from '../support/a-day.js';
import { tableOf } from '../support/table-of.js';

const table = tableOf(
  ['a'],
  Array.from({ length: 4 }, () => [[{ quality: 1, costUsd: 0, latencyMs: 50 }]]),
);
const { queries } = aDay(table, aRoute(['a']));
const scenarioOf = (traffic: Traffic, more: Partial<Scenario> = {}) =>
  aScenario({ lengthMs: 24 * HOUR_MS, stepMs: HOUR_MS, traffic, ...more });
const came = (scenario: Scenario, seed: number): number =>
  simulateDay(aDay(table, aRoute(['a']), { scenario, seed })).arrived.reduce((sum, count) => sum + count, 0);

describe('expected requests', () => {
  it.each<[string, Scenario]>([
    ['a rate', scenarioOf(poisson(0.5))],
    ['a daily curve', scenarioOf(poisson(0.5, { daily: [0, 1, 3] }))],
    ['a change', scenarioOf(poisson(0.3), { changes: [{ fromMs: 0, toMs: 12 * HOUR_MS, models: null, traffic: 4 }] })],
    ['bursts', scenarioOf(poisson(0.2, { bursts: { factor: 6, everyMs: 300_000, lengthMs: 100_000 } }))],
    ['the dataset’s rhythm', scenarioOf({ ...poisson(1), arrivals: { kind: 'dataset', speed: 0.05 } })],
  ])('of %s are those that come', (_what, scenario) => {
    const mean = [1, 2, 3, 4].reduce((sum, seed) => sum + came(scenario, seed), 0) / 4;
    expect(Math.abs(expectedRequests(scenario, queries) / mean - 1)).toBeLessThan(0.03);
  });

  it('of one pass are those of the dataset where all come at once', () => {
    const once = scenarioOf({ ...poisson(1), arrivals: { kind: 'dataset', speed: 1 } });
    expect(expectedRequests(once, { ...queries, arrivedAtMs: new Float64Array(4).fill(5) })).toBe(4);
  });

  it('say how long days take; routers that remember are asked one request at a time', () => {
    expect(expectedSeconds(400_000, 3, null)).toBe(3);
    expect(expectedSeconds(400_000, 3, 0.01)).toBeCloseTo(3 + 24, 9);
  });
});

describe('what is too much', () => {
  const refusal = (scenario: Scenario): string => {
    try {
      refuseTooMany(scenario, queries);
      return '';
    } catch (error) {
      return String(error);
    }
  };

  it('is told with a rate that would fit', () => {
    expect(refusal(scenarioOf(poisson(231)))).toBe('');
    expect(refusal(scenarioOf(poisson(10_000)))).toMatch(
      /traffic\.requests_per_s {2}brings about 8\.6e\+8 requests in the scenario's length \(got 10000\); accepted: what comes to at most 20000000: 220 at this length/,
    );
    expect(refusal(scenarioOf(poisson(220)))).toBe('');
    expect(refusal(scenarioOf({ ...poisson(1), arrivals: { kind: 'dataset', speed: 1e6 } }))).toMatch(
      /traffic\.speed .*: 220 at this length/,
    );
  });

  it('is more under way than memory should hold', () => {
    const scenario = aScenario({
      traffic: { ...poisson(1), arrivals: { kind: 'constant', perSecond: 1000 } },
      providers: providers({ a: { concurrency: 1, service: { kind: 'constant', ms: 1e6 } } }),
    });
    expect(() => simulateDay(aDay(table, aRoute(['a']), { scenario }))).toThrow(
      /providers {2}more than 250000 requests are under way 4 minutes after the beginning: calls come faster than they are served; accepted: a queue/,
    );
  });
});
