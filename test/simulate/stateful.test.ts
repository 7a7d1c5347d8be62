import { describe, expect, it } from 'vitest';
import { queryTable } from '../../src/domain/query.js';
import { requestBatch } from '../../src/replay/request-batch.js';
import { DEFAULT_INPUT, type PaceStage, type PredictStage, type RouterModel, type Stage } from '../../src/router/config.js';
import { loadRouter } from '../../src/router/load.js';
import { pack } from '../../src/router/packed.js';
import type { Router } from '../../src/router/router.js';
import { sealRouter } from '../../src/router/seal.js';
import { announcedOf } from '../../src/simulate/announced.js';
import { simulateDay } from '../../src/simulate/day.js';
import type { EndedRequest } from '../../src/simulate/day-input.js';
import { type Memory, playedBy } from '../../src/simulate/played.js';
import type { Scenario } from '../../src/simulate/scenario.js';
import { aDay, aRoute, aScenario, HOUR_MS, poisson } from '../support/a-day.js';
import { tableOf } from '../support/table-of.js';

const ONE = 2 ** 20;
const IDS = ['cheap', 'dear'];
const QUERIES = 40;
/** The cheap model is right on a quarter of the queries for $0.01, the dear one on three quarters for $0.10. */
const table = tableOf(
  IDS,
  Array.from({ length: QUERIES }, (_, q) => [
    [{ quality: q % 4 === 0 ? 1 : 0, costUsd: 0.01, latencyMs: 200 }],
    [{ quality: q % 4 === 0 ? 0 : 1, costUsd: 0.1, latencyMs: 300 }],
  ]),
);
const batch = requestBatch(queryTable(Array.from({ length: QUERIES }, (_, q) => ({ id: `q${q}`, prompt: `case ${q}` }))));
const MODELS: RouterModel[] = [
  { id: 'cheap', provider: 'lab', name: 'cheap', price: { outputUsdPerMTok: 1 } },
  { id: 'dear', provider: 'lab', name: 'dear', price: { outputUsdPerMTok: 10 } },
];
const routerOf = (...pipeline: Stage[]): Router =>
  loadRouter(
    JSON.parse(JSON.stringify(sealRouter({ name: 'r', models: MODELS, input: DEFAULT_INPUT, pipeline, fallback: ['cheap'] }))),
  );

/** One day of a router; what it asked, and what that cost, by request in the order of arrival. */
function played(router: Router, scenario: Scenario, more: { memory?: Memory; delayMs?: number; atMs?: number } = {}) {
  const ended: EndedRequest[] = [];
  const day = aDay(table, aRoute(['cheap']));
  const models = MODELS.map((model) => ({ ...model, tags: [] }));
  const feedback = { from: 'gold', delayQueries: 0, delayMs: more.delayMs ?? 0, noise: 0, rate: 1 } as const;
  const by = playedBy({ name: 'r', router, timeMs: 0 }, { batch, feedback }, announcedOf(scenario, models));
  simulateDay({
    ...day,
    ...by(more.memory, more.atMs),
    policy: router.execution,
    models,
    scenario,
    onEnd: (request) => ended.push(request),
  });
  const inOrder = ended.sort((a, b) => a.arrivedMs - b.arrivedMs);
  return inOrder.map(({ arrivedMs, costPico, quality, end }) => ({ arrivedMs, usd: costPico / 1e12, quality, end }));
}
const dearShare = (requests: readonly { usd: number }[]): number =>
  requests.filter(({ usd }) => usd > 0.05).length / requests.length;

describe('pacing in a simulated day', () => {
  const predict: PredictStage = {
    kind: 'predict',
    over: IDS,
    quality: {
      predictor: { type: 'linear', space: [], weights: pack('i8', []), bias: [250, 750], shift: 0 },
      tables: [{ x: [0, 1000], y: [0, ONE] }],
    },
    cost: { base: [1e10, 1e11], perToken: [0, 0] },
    select: { by: 'utility', scale: 1, price: { base: [0, 0], perToken: [0, 0] } },
  };
  const pace = (usdPerHour: number): PaceStage => ({
    kind: 'pace',
    budget: usdPerHour * 1e12,
    window: { by: 'hour' },
    price: 0,
    unit: 1e11,
    step: 0.05 * ONE,
    most: [1e10, 1e11],
  });
  const scenario = aScenario({ lengthMs: 6 * HOUR_MS, stepMs: HOUR_MS, traffic: poisson(0.1) });
  const hourly = (requests: readonly { arrivedMs: number; usd: number }[]): number[] =>
    Array.from({ length: 6 }, (_, hour) =>
      requests.reduce((sum, { arrivedMs, usd }) => sum + (Math.floor(arrivedMs / HOUR_MS) === hour ? usd : 0), 0),
    );

  it('holds a hard cap in every hour, also where the budget is half of what it was', () => {
    const free = hourly(played(routerOf(predict), scenario));
    const whole = played(routerOf(predict, pace(20)), scenario);
    const half = played(routerOf(predict, pace(10)), scenario);
    expect(Math.min(...free)).toBeGreaterThan(25);
    for (const [requests, cap] of [
      [whole, 20],
      [half, 10],
    ] as const) {
      expect(Math.max(...hourly(requests))).toBeLessThanOrEqual(cap + 1e-9);
      // It is spent, not hoarded.
      expect(hourly(requests).reduce((sum, usd) => sum + usd, 0)).toBeGreaterThan(0.7 * 6 * cap);
    }
    expect(dearShare(half)).toBeLessThan(dearShare(whole));
  });

  it('hears of a budget that is cut in the middle of the day, where it is announced', () => {
    const cut = { fromMs: 3 * HOUR_MS, toMs: 6 * HOUR_MS, models: null, budget: 0.5 };
    const told = hourly(played(routerOf(predict, pace(20)), { ...scenario, changes: [{ ...cut, announced: true }] }));
    const untold = hourly(played(routerOf(predict, pace(20)), { ...scenario, changes: [cut] }));
    expect(told.slice(0, 3)).toEqual(untold.slice(0, 3));
    expect(Math.max(...told.slice(3))).toBeLessThanOrEqual(10 + 1e-9);
    expect(Math.min(...told.slice(3))).toBeGreaterThan(7);
    expect(Math.max(...untold.slice(3))).toBeGreaterThan(15);
  });

  it('answers more than a budget that turns requests away at the same cap', () => {
    const budget = { usd: 10, periodMs: HOUR_MS, hard: true };
    const cut = played(routerOf(predict), { ...scenario, budget });
    const paced = played(routerOf(predict, pace(10)), scenario);
    const answered = (requests: readonly { end: number }[]): number =>
      requests.filter(({ end }) => end === 0).length / requests.length;
    expect(answered(cut)).toBeLessThan(0.5);
    expect(answered(paced)).toBeGreaterThan(answered(cut) + 0.3);
  });
});

describe('learning in a simulated day', () => {
  const explore: Stage = {
    kind: 'explore',
    over: IDS,
    salt: 's',
    perUsd: 0,
    keep: 1,
    strength: 1,
    base: 0.5,
    learner: { by: 'epsilon_greedy', epsilon: Math.round(0.2 * 2 ** 32) },
  };
  const scenario = aScenario({ lengthMs: 2 * HOUR_MS, traffic: poisson(0.2) });

  it('moves its shares towards the model that is rated better, and no sooner than ratings come', () => {
    const early = played(routerOf(explore), scenario);
    expect(dearShare(early.slice(-400))).toBeGreaterThan(0.8);
    // Half of the day is over before the first rating.
    const late = played(routerOf(explore), scenario, { delayMs: HOUR_MS });
    const before = late.filter(({ arrivedMs }) => arrivedMs < HOUR_MS);
    const after = late.filter(({ arrivedMs }) => arrivedMs > 1.3 * HOUR_MS);
    expect(dearShare(before)).toBeLessThan(0.2);
    expect(dearShare(after)).toBeGreaterThan(0.8);
  });

  it('leaves a model that gets worse', () => {
    const worse = { ...scenario, changes: [{ fromMs: HOUR_MS, toMs: 2 * HOUR_MS, models: ['dear'], quality: 0.05 }] };
    const requests = played(routerOf({ ...explore, keep: 0.95 }), worse);
    expect(dearShare(requests.filter(({ arrivedMs }) => arrivedMs > 0.7 * HOUR_MS && arrivedMs < HOUR_MS))).toBeGreaterThan(0.8);
    expect(dearShare(requests.filter(({ arrivedMs }) => arrivedMs > 1.6 * HOUR_MS))).toBeLessThan(0.3);
  });

  it('goes on where the day before ended, with the clock', () => {
    const router = routerOf(explore);
    const memory: Memory = { state: router.initialState };
    const first = played(router, scenario, { memory });
    const next = played(router, scenario, { memory, atMs: 2 * HOUR_MS });
    expect(dearShare(first.slice(0, 20))).toBeLessThan(dearShare(next.slice(0, 20)));
    expect(dearShare(next.slice(0, 60))).toBeGreaterThan(0.8);
    expect(memory.state).not.toEqual(router.initialState);
  });
});

describe('what is announced', () => {
  const cheapest: Stage[] = [
    { kind: 'filter', keep: { 'model.output_usd_per_mtok': { $lt: 15 } } },
    { kind: 'rules', rules: [{ use: 'dear' }] },
  ];
  const between = (requests: readonly { arrivedMs: number; usd: number }[], from: number, to: number) =>
    requests.filter(({ arrivedMs }) => arrivedMs >= from * HOUR_MS && arrivedMs < to * HOUR_MS);

  it.each([
    ['a price', { price: 2 }],
    ['an outage', { outage: 1 }],
    ['a retirement', { removed: true as const }],
  ])('%s moves a router away for as long as it holds, and not where nobody tells it', (_what, effect) => {
    const change = { fromMs: HOUR_MS, toMs: 2 * HOUR_MS, models: ['dear'], ...effect };
    const scenario = aScenario({ lengthMs: 3 * HOUR_MS, traffic: poisson(0.1) });
    const told = played(routerOf(...cheapest), { ...scenario, changes: [{ ...change, announced: true }] });
    expect([between(told, 0, 1), between(told, 1.01, 2), between(told, 2.01, 3)].map(dearShare)).toEqual([1, 0, 1]);
    const untold = played(routerOf(...cheapest), { ...scenario, changes: [change] });
    const during = between(untold, 1.01, 2);
    // It goes on asking, and pays twice or falls back after the error.
    if ('price' in effect) expect(during.every(({ usd }) => Math.abs(usd - 0.2) < 1e-9)).toBe(true);
    else expect(during.every(({ usd }) => usd <= 0.1 + 1e-9)).toBe(true);
  });
});
