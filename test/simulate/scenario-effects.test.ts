import { expect, it } from 'vitest';
import { codedColumn } from '../../src/domain/column.js';
import type { Route } from '../../src/router/router.js';
import { simulateDay } from '../../src/simulate/day.js';
import type { EndedRequest } from '../../src/simulate/day-input.js';
import { scenarioOf } from '../../src/simulate/scenario-of.js';
import { type ScenarioFile, scenarioSchema } from '../../src/simulate/scenario-schema.js';
import { aDay, aRoute, HOUR_MS } from '../support/a-day.js';
import { tableOf } from '../support/table-of.js';

const QUERIES = 8;
const price = { inputUsdPerMTok: 10, cachedInputUsdPerMTok: 1, outputUsdPerMTok: 0 };
const MODELS = ['a', 'b'].map((id) => ({ id, provider: 'lab', name: id, tags: [], price }));
const table = tableOf(
  ['a', 'b'],
  Array.from({ length: QUERIES }, () => [
    [{ quality: 1, costUsd: 0.01, latencyMs: 300, inputTokens: 1000, outputTokens: 0 }],
    [{ quality: 0.8, costUsd: 0.01, latencyMs: 500, inputTokens: 1000, outputTokens: 0 }],
  ]),
);
const setting = { models: MODELS, categories: ['even', 'odd'], signals: ['session'], hasTimestamps: true };
/** Two sessions of four queries. */
const signals = new Map([['session', codedColumn(Array.from({ length: QUERIES }, (_, q) => (q < 4 ? 's' : 't')))]]);

/** A day as a scenario file has it; requests in the order in which they came. */
function day(file: Omit<ScenarioFile, 'name' | 'slo'>, routes: Route | readonly Route[] = aRoute(['a', 'b'])): EndedRequest[] {
  const parsed = scenarioSchema.parse({ name: 'day', slo: { within: '1s', share: 0.9 }, ...file });
  const scenario = scenarioOf(parsed, setting);
  const ended: EndedRequest[] = [];
  const base = aDay(table, routes, { models: MODELS });
  const policy = scenario.arms[0]?.policy ?? {};
  simulateDay({ ...base, queries: { ...base.queries, signals }, scenario, policy, onEnd: (one) => ended.push(one) });
  return ended.sort((a, b) => a.arrivedMs - b.arrivedMs);
}
const between = (requests: readonly EndedRequest[], from: number, to: number) =>
  requests.filter(({ arrivedMs }) => arrivedMs >= from * HOUR_MS && arrivedMs < to * HOUR_MS);
const mean = (requests: readonly EndedRequest[], of: (one: EndedRequest) => number): number =>
  requests.reduce((sum, one) => sum + of(one), 0) / requests.length;
const isNear = (value: number, expected: number, share = 0.1): void => expect(Math.abs(value / expected - 1)).toBeLessThan(share);

it('a daily curve, in equal stretches', () => {
  const requests = day({ traffic: { requests_per_s: 0.05, daily: [0, 1, 3] } });
  expect(between(requests, 0, 8)).toEqual([]);
  isNear(between(requests, 16, 24).length / between(requests, 8, 16).length, 3);
});

it('bursts: many at times, as many as their share of the time says', () => {
  const calm = day({ traffic: { requests_per_s: 0.1 } });
  const wild = day({ traffic: { requests_per_s: 0.1, bursts: { factor: 9, every: '50m', for: '10m' } } });
  // 1 + 8 · 10 / 60
  isNear(wild.length / calm.length, 2.33, 0.35);
  const busiest = Math.max(...Array.from({ length: 288 }, (_, i) => between(wild, i / 12, (i + 1) / 12).length));
  expect(busiest).toBeGreaterThan(150);
});

it('the dataset’s own times, at any speed', () => {
  const recorded = (speed: number) =>
    day({ length: '30s', traffic: { arrivals: 'dataset', speed } }).map(({ arrivedMs, row }) => [row, arrivedMs]);
  expect(recorded(1).slice(0, 9)).toEqual([...Array.from({ length: 8 }, (_, row) => [row, row * 1000]), [0, 8000]]);
  expect(recorded(10).slice(0, 3)).toEqual([0, 1, 2].map((row) => [row, row * 100]));
  expect(recorded(0.5)).toHaveLength(15);
});

it('another mix from a time on', () => {
  const requests = day({ traffic: { requests_per_s: 0.2, mix: [{ from: '12h', weights: { odd: 4 } }] } });
  const odd = (from: number, to: number) => mean(between(requests, from, to), ({ row }) => row % 2);
  isNear(odd(0, 12), 0.5);
  isNear(odd(12, 24), 0.8);
});

it('a brown-out: slower, with errors, and worse, for as long as it lasts', () => {
  const changes = [{ at: '8h', for: '8h', models: 'a', slow: 3, errors: 0.25, quality: 0.5 }];
  const requests = day({ traffic: { requests_per_s: 0.1 }, changes }, aRoute(['a']));
  expect([
    mean(between(requests, 0, 8), ({ latencyMs }) => latencyMs),
    mean(between(requests, 0, 8), ({ quality }) => quality),
  ]).toEqual([300, 1]);
  const during = between(requests, 8, 16);
  isNear(
    mean(during, ({ end }) => (end === 1 ? 1 : 0)),
    0.25,
  );
  const served = during.filter(({ end }) => end === 0);
  expect([mean(served, ({ latencyMs }) => latencyMs), mean(served, ({ quality }) => quality)]).toEqual([900, 0.5]);
  expect(between(requests, 16.1, 24).every(({ latencyMs }) => latencyMs === 300)).toBe(true);
});

it('a part of an outage, calls that hang, and a model that is switched off', () => {
  const traffic = { requests_per_s: 0.1 };
  const changes = [
    { at: '0s', for: '8h', models: 'a', outage: 0.4 },
    { at: '8h', for: '8h', models: 'a', hang: 0.4 },
    { at: '16h', models: 'a', removed: true as const },
  ];
  const requests = day({ traffic, changes, arms: { timed: { timeout: '2s' } } });
  const fellBack = (from: number, to: number) => mean(between(requests, from, to), ({ quality }) => (quality < 0.9 ? 1 : 0));
  isNear(fellBack(0, 8), 0.4);
  isNear(fellBack(8.01, 16), 0.4);
  expect(fellBack(16, 24)).toBe(1);
  const hung = between(requests, 8.01, 16).filter(({ quality }) => quality < 0.9);
  expect(hung.every(({ latencyMs }) => latencyMs === 2500)).toBe(true);
});

it('a session that changes models pays for a cold cache each time it does', () => {
  const file = {
    traffic: { requests_per_s: 0.1, sessions: { signal: 'session', gap: '20s' } },
    providers: { '*': { prompt_cache: { share: 0.5, ttl: '10m' } } },
  };
  const paid = (routes: Route | readonly Route[]) => mean(day(file, routes), ({ costPico }) => costPico / 1e12);
  const [stays, switches, comesBack] = [
    paid(aRoute(['a'])),
    paid(['a', 'b', 'b', 'b', 'a', 'b', 'b', 'b'].map((id) => aRoute([id]))),
    paid(['a', 'b', 'a', 'b', 'a', 'b', 'a', 'b'].map((id) => aRoute([id]))),
  ];
  // Of four queries one is cold, or two: 0.01, and 0.0055 for the warm ones.
  isNear(stays, (0.01 + 3 * 0.0055) / 4, 0.03);
  isNear(switches, (2 * 0.01 + 2 * 0.0055) / 4, 0.03);
  isNear(comesBack, (2 * 0.01 + 2 * 0.0055) / 4, 0.03);
  isNear(
    mean(day({ ...file, providers: {} }), ({ costPico }) => costPico / 1e12),
    0.01,
    1e-9,
  );
});

it('a price that changes, a rush, and a budget that is cut', () => {
  const changes = [
    { at: '12h', models: 'a', price: 2 },
    { at: '18h', traffic: 5 },
    { at: '0s', budget: 0.5 },
  ];
  const file = { traffic: { requests_per_s: 0.1 }, changes };
  const requests = day(file);
  expect([
    mean(between(requests, 0, 12), ({ costPico }) => costPico / 1e12),
    mean(between(requests, 12, 24), ({ costPico }) => costPico / 1e12),
  ]).toEqual([expect.closeTo(0.01, 9), expect.closeTo(0.02, 9)]);
  isNear(between(requests, 18, 24).length / between(requests, 12, 18).length, 5);
  const cut = day({ ...file, budget: { usd: 20, per: 'hour', hard: true } });
  // $10 an hour pay for 500 requests at $0.02; 1,800 come.
  isNear(between(cut, 19, 20).filter(({ end }) => end === 0).length, 500, 0.02);
});
