import { describe, expect, it } from 'vitest';
import { DEFAULT_INPUT, type PaceStage, type PredictStage, type Stage } from '../../src/router/config.js';
import { goldenWalk } from '../../src/router/golden-walk.js';
import { loadRouter } from '../../src/router/load.js';
import { pack } from '../../src/router/packed.js';
import type { Feedback, Route, Router, RouterState } from '../../src/router/router.js';
import { sealRouter } from '../../src/router/seal.js';
import { spanAt } from '../../src/router/window.js';

const ONE = 2 ** 20;
const IDS = ['cheap', 'dear'];
const messages = [{ role: 'user' as const, content: 'hello' }];
/** Quality 0.5 for 10 pico-USD, 0.75 for 100. */
const predict: PredictStage = {
  kind: 'predict',
  over: IDS,
  quality: {
    predictor: { type: 'linear', space: [], weights: pack('i8', []), bias: [500, 750], shift: 0 },
    tables: [{ x: [0, 1000], y: [0, ONE] }],
  },
  cost: { base: [10, 100], perToken: [0, 0] },
  select: { by: 'utility', scale: 1, price: { base: [0, 0], perToken: [0, 0] } },
};
const pace = (over: Partial<PaceStage> = {}): PaceStage => ({
  kind: 'pace',
  budget: 2000,
  window: { by: 'queries', queries: 50 },
  price: 0,
  unit: 100,
  step: 0.05 * ONE,
  ...over,
});
function routerOf(...pipeline: Stage[]): Router {
  const models = IDS.map((id) => ({ id, provider: 'p', name: id }));
  return loadRouter(
    JSON.parse(JSON.stringify(sealRouter({ name: 'p', models, input: DEFAULT_INPUT, pipeline, fallback: ['cheap'] }))),
  );
}

/** Asks `requests` times; every call costs what was expected, and is back at once unless `late`. */
function spend(router: Router, requests: number, { everyMs = 1000, late = false, from = 0 } = {}) {
  let state: RouterState = router.initialState;
  const pending: Feedback[] = [];
  const costs: number[] = [];
  const routes: Route[] = [];
  for (let request = 0; request < requests; request++) {
    const nowMs = from + request * everyMs;
    const route = router.route({ messages }, state, { nowMs, random: 0 });
    routes.push(route);
    const cost = route.models[0] === undefined ? 0 : route.models[0] === 'dear' ? 100 : 10;
    costs.push(cost);
    state = router.observe(state, { kind: 'routed', route, nowMs });
    if (cost === 0) continue;
    pending.push({ kind: 'answered', route, nowMs, modelId: route.models[0] ?? null, costUsd: cost / 1e12 });
    while (!late && pending.length > 0) state = router.observe(state, pending.shift() as Feedback);
  }
  return { costs, routes, state: state as Record<string, { price: number; spent: number; reserved: number }> };
}
const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('pace', () => {
  it('finds the price at which the budget lasts: spends it, and not much more', () => {
    const { costs } = spend(routerOf(predict, pace({ budget: 20_000, window: { by: 'queries', queries: 500 } })), 500);
    expect(Math.abs(sum(costs) - 20_000)).toBeLessThanOrEqual(200);
    // Not all of it at the beginning.
    expect(sum(costs.slice(0, 250))).toBeLessThan(12_500);
  });

  it('moves the price by step · (cost − target) / unit, as worked by hand', () => {
    // 2000 over 50: after one call of 100 there is 1900 for 49.
    const { state } = spend(routerOf(predict, pace()), 1);
    expect(state[1]).toMatchObject({ spent: 100, reserved: 0 });
    expect(state[1]?.price).toBe((0.05 * ONE * (100 - 1900 / 49)) / 100 / 100);
    // The last of a window has none after it: it is held against the mean, 60 for one.
    const single = pace({ budget: 60, window: { by: 'queries', queries: 1 } });
    expect(spend(routerOf(predict, single), 1).state[1]?.price).toBe((0.05 * ONE * (100 - 60)) / 100 / 100);
  });

  it('never takes more than a quality of 128 for a unit, nor less than nothing, whatever one call cost', () => {
    const router = routerOf(predict, pace());
    const observed = (costUsd: number): unknown => {
      const route = router.route({ messages }, router.initialState, { nowMs: 0, random: 0 });
      const routed = router.observe(router.initialState, { kind: 'routed', route, nowMs: 0 });
      return router.observe(routed, { kind: 'answered', route, nowMs: 0, modelId: 'dear', costUsd });
    };
    expect(observed(1)).toMatchObject({ 1: { price: (128 * ONE) / 100 } });
    expect(observed(0)).toMatchObject({ 1: { price: 0 } });
  });

  it('begins anew with every window', () => {
    const router = routerOf(predict, pace());
    const { costs } = spend(router, 150);
    for (const at of [0, 50, 100]) expect(sum(costs.slice(at, at + 50))).toBeLessThanOrEqual(2100);
    expect(sum(costs)).toBeGreaterThan(5400);
  });

  it('asks the cheapest where a soft budget is spent, and nobody where it is a cap', () => {
    const soft = spend(routerOf(predict, pace({ budget: 300, step: 0 })), 20).costs;
    expect(soft.slice(0, 3)).toEqual([100, 100, 100]);
    expect(soft.slice(3)).toEqual(Array(17).fill(10));
    const { costs, routes } = spend(routerOf(predict, pace({ budget: 305, step: 0, most: [10, 100] })), 20);
    expect(costs).toEqual([100, 100, 100, ...Array(17).fill(0)]);
    expect(routes.at(-1)).toMatchObject({ models: [], reason: { kind: 'refused' } });
    // What is left holds a cheap call still.
    expect(spend(routerOf(predict, pace({ budget: 315, step: 0, most: [10, 100] })), 20).costs.slice(2, 5)).toEqual([100, 10, 0]);
  });

  it('obeys the budget that a request tells it, in what it decides and in what the cost teaches', () => {
    const told = (budget: number, most?: number[]) => {
      const router = routerOf(predict, pace({ budget: 205, step: 0.05 * ONE, ...(most === undefined ? {} : { most }) }));
      const clock = { nowMs: 0, random: 0 };
      const first = router.route({ messages }, router.initialState, clock);
      const routed = router.observe(router.initialState, { kind: 'routed', route: first, nowMs: 0 });
      const spent = router.observe(routed, { kind: 'answered', route: first, nowMs: 0, modelId: 'dear', costUsd: 100 / 1e12 });
      const route = router.route({ messages, budget }, spent, clock);
      const back = { kind: 'answered', route, nowMs: 0, modelId: 'cheap', costUsd: 10 / 1e12 } as const;
      const after = router.observe(router.observe(spent, { kind: 'routed', route, nowMs: 0 }), back);
      return {
        models: route.models,
        priceOf: (state: RouterState) => (state as { 1: { price: number } })[1].price,
        spent,
        after,
      };
    };
    // 102 of the 205 are there, 100 are spent: the dear one doesn't fit, nor does the cheap one.
    expect(told(0.5, [10, 100]).models).toEqual([]);
    expect(told(1, [10, 100]).models).toEqual(['dear', 'cheap']);
    // Of a budget that is spent the cheapest is left; what it costs is held against nothing: 10 too much.
    const cut = told(0.25);
    expect(cut.models[0]).toBe('cheap');
    expect(cut.priceOf(cut.after) * 100).toBeCloseTo(cut.priceOf(cut.spent) * 100 + (0.05 * ONE * 10) / 100, 6);
    // Of ten times as much there is 2050 − 110 for 48 requests: 40.4 each, and 10 is less.
    const more = told(10);
    expect(more.priceOf(more.after) * 100).toBeCloseTo(more.priceOf(more.spent) * 100 + (0.05 * ONE * (10 - 1940 / 48)) / 100, 6);
  });

  it('counts what is in flight: a cap holds even where no cost has come back', () => {
    const { costs } = spend(routerOf(predict, pace({ budget: 1000, most: [10, 100] })), 50, { late: true });
    expect(sum(costs)).toBeLessThanOrEqual(1000);
  });

  it('counts the fallback in flight too, which is asked where a cap took the decided model away', () => {
    const rules: Stage = { kind: 'rules', rules: [{ use: 'dear' }] };
    const capped = pace({ budget: 50, most: [10, 100] });
    const { costs, state } = spend(routerOf(rules, capped), 20, { late: true });
    expect(costs).toEqual([...Array(5).fill(10), ...Array(15).fill(0)]);
    expect(state[1]).toMatchObject({ spent: 0, reserved: 50 });
  });

  it('keeps a budget by time: an hour’s is spent by its end, and the next hour has its own', () => {
    const hourly = pace({ budget: 12_000, window: { by: 'hour' } });
    // 300 requests an hour: 40 for each.
    const { costs } = spend(routerOf(predict, hourly), 600, { everyMs: 12_000 });
    for (const at of [0, 300]) {
      expect(sum(costs.slice(at, at + 300))).toBeLessThanOrEqual(12_100);
      expect(sum(costs.slice(at, at + 300))).toBeGreaterThan(11_400);
    }
  });

  it('leaves alone what no prediction decided, and scores that are no qualities', () => {
    const rules: Stage = { kind: 'rules', rules: [{ use: 'dear' }] };
    expect(routerOf(rules, pace()).route({ messages }).reason.kind).toBe('rule');
    const enough = { ...predict, select: { by: 'good_enough' as const, atLeast: ONE / 2 } };
    expect(routerOf(enough, pace()).route({ messages }).reason.kind).toBe('predict');
  });

  it('keeps its ranking whole for a cascade behind it, and walks as its file says', () => {
    const ladder: Stage = { kind: 'cascade', order: 'rank', accept: { 'answer.refusal': false }, most: 1 };
    const priced = routerOf(predict, pace({ price: (0.5 * ONE) / 90 }), ladder);
    expect(priced.route({ messages })).toMatchObject({ models: ['cheap'], escalation: [{ to: 'dear' }] });
    expect(new Set(goldenWalk(priced).map(({ route }) => route.models[0]))).toEqual(new Set(['cheap', 'dear']));
    expect(goldenWalk(priced)).toEqual(goldenWalk(loadRouter(JSON.parse(JSON.stringify(priced.config)))));
  });

  it.each<[string, Partial<Record<keyof PaceStage, unknown>>, RegExp]>([
    ['no budget', { budget: 0 }, /pipeline\[1\]\.budget/],
    ['an unknown window', { window: { by: 'week' } }, /window\.by.*hour/],
    ['no number of requests', { window: { by: 'queries' } }, /window\.queries/],
    ['a step below 0', { step: -1 }, /step/],
    ['too few caps', { most: [1] }, /most.*2 numbers/],
  ])('is refused with %s', (_name, over, message) => {
    expect(() => routerOf(predict, pace(over as Partial<PaceStage>))).toThrow(message);
  });
});

describe('spans of time', () => {
  it('are UTC hours, days and calendar months, leap years included', () => {
    for (let day = -800; day < 60_000; day += 13) {
      const at = new Date(day * 86_400_000 + 3_599_999);
      const next = Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + 1, 1);
      expect(spanAt('month', at.getTime()).endMs).toBe(next);
      expect(spanAt('month', next).index).toBe(spanAt('month', at.getTime()).index + 1);
      expect(spanAt('day', at.getTime())).toEqual({ index: day, endMs: (day + 1) * 86_400_000 });
      expect(spanAt('hour', at.getTime())).toEqual({ index: day * 24, endMs: day * 86_400_000 + 3_600_000 });
    }
  });
});
