import { describe, expect, it } from 'vitest';
import type { AbSpec } from '../../src/domain/ab.js';
import { queryTable } from '../../src/domain/query.js';
import { requestBatch } from '../../src/replay/request-batch.js';
import { createRouter } from '../../src/router/create-router.js';
import { abTest } from '../../src/simulate/ab/ab-test.js';
import { armB } from '../../src/simulate/ab/assignment.js';
import { falsePositives } from '../../src/simulate/ab/false-positives.js';
import { lookAt, squaresOf } from '../../src/simulate/ab/sequential.js';
import { visitCollector } from '../../src/simulate/ab/visit-outcomes.js';
import { uniform } from '../../src/simulate/chance.js';
import { REQUEST_ENDS } from '../../src/simulate/outcome/tally.js';
import { aDay, aRoute, aScenario, HOUR_MS, poisson } from '../support/a-day.js';
import { aRouter, fixedRouter } from '../support/a-router.js';
import { tableOf } from '../support/table-of.js';

const looks = { everyVisits: 50, tau: 0.05, alpha: 0.05, shares: false };

describe('assignment', () => {
  it('is the one that the policy split makes in production, of a visit’s key', () => {
    const weights = [
      { model: 'b', weight: 30 },
      { model: 'a', weight: 70 },
    ];
    const router = createRouter(aRouter(['a', 'b'], [{ kind: 'split', salt: 'ab', weights }]));
    const inB = armB('ab', 0.3);
    const messages = [{ role: 'user' as const, content: 'x' }];
    for (let visit = 0; visit < 300; visit++)
      expect(router.route({ messages, stickyKey: `visit-${visit}` }).models[0]).toBe(inB(visit) ? 'b' : 'a');
  });
});

describe('a look', () => {
  it('has the difference of means and its standard error, unknown values left out', () => {
    // A: 0 and 2 in turn, B: 1 and 3, a hundred each: variances 100/99, so s² = 2 · 100/(99 · 100) = 2/99.
    const values = Float64Array.from({ length: 402 }, (_, i) => (i >= 400 ? Number.NaN : (i % 2) + (i % 4 < 2 ? 0 : 2)));
    const inB = (place: number): boolean => place % 2 === 1;
    const looked = lookAt(values, inB, { ...looks, everyVisits: 402, tau: 1 }, () => false);
    expect(looked?.visits).toEqual([200, 200]);
    expect(looked?.difference).toBeCloseTo(1, 12);
    const half = ((looked?.high ?? 0) - (looked?.low ?? 0)) / 2;
    const s2 = (2 * 200) / 199 / 200;
    expect(half).toBeCloseTo(Math.sqrt(2 * s2 * (s2 + 1) * (Math.log(20) + 0.5 * Math.log((s2 + 1) / s2))), 12);
    expect(lookAt(values.subarray(0, 150), inB, looks, () => false)).toBeNull();
  });

  it('takes a share that was always 1 for one that may yet be less: a 0 and a 1 are added to each arm', () => {
    const values = new Float64Array(400).fill(1);
    const inB = (place: number): boolean => place % 2 === 1;
    const plan = { ...looks, everyVisits: 400, tau: 0.01 };
    expect(lookAt(values, inB, plan, () => false)).toBeNull();
    const looked = lookAt(values, inB, { ...plan, shares: true }, () => false);
    // (200 · 1 + 1) ÷ 202 in each arm of 200.
    const s2 = (2 * 201) / 202 / (200 * 199);
    expect(looked?.difference).toBe(0);
    expect(looked?.high).toBeCloseTo(
      Math.sqrt(((2 * s2 * (s2 + 1e-4)) / 1e-4) * (Math.log(20) + 0.5 * Math.log((s2 + 1e-4) / s2))),
      12,
    );
    // As if a 0 and a 1 were there: 60 zeros, 140 ones, mean 0.7, squares 202 · ⁶¹⁄₂₀₂ · ¹⁴¹⁄₂₀₂.
    expect(squaresOf(200, 0.7, 200 * 0.7 * 0.3, true)).toBeCloseTo((61 * 141) / 202, 10);
    expect(squaresOf(200, 0.7, 42, false)).toBe(42);
  });

  it('keeps what earlier looks have left out', () => {
    // B is 1 better for 400 visits, and 1 worse after that.
    const values = Float64Array.from({ length: 800 }, (_, i) => ((i >> 1) % 2) * 0.2 + (i % 2 === (i < 400 ? 1 : 0) ? 1 : 0));
    const inB = (place: number): boolean => place % 2 === 1;
    const lows: number[] = [];
    const end = lookAt(values, inB, { ...looks, everyVisits: 100 }, ({ low }) => lows.push(low) < 0);
    expect(lows[0]).toBeGreaterThan(0);
    expect(lows).toEqual([...lows].sort((a, b) => a - b));
    expect(end?.difference).toBeCloseTo(0, 12);
    expect([(end?.p ?? 1) <= 0.05, (end?.low ?? 0) > 0]).toEqual([true, true]);
  });

  it('at every fiftieth visit fools a z-test, and the sequential test no more often than promised', () => {
    const values = Float64Array.from({ length: 4000 }, (_, i) => (uniform(3, 1, i, 0) < 0.8 ? 1 : 0));
    const visits = Int32Array.from(values.keys());
    const endedMs = Float64Array.from(values.keys());
    const outcomes = {
      nextVisit: 4000,
      visits,
      endedMs,
      metrics: { quality: values, cost: values, attainment: values, availability: values },
    };
    const { sequential, naive, looks: count } = falsePositives(outcomes, values, 0.5, { ...looks, shares: true }, 1000);
    expect(count).toBe(80);
    expect(sequential.high).toBeLessThan(0.05);
    expect(sequential.low).toBeGreaterThan(0.001);
    expect(naive.low).toBeGreaterThan(0.15);
    // A fiftieth of them never is a hundred, so nobody looks.
    expect(falsePositives(outcomes, values, 0.02, looks, 20).naive.share).toBe(0);
  });
});

describe('visits', () => {
  it('are means of their requests, without those of the warm-up; what is not recorded is not known', () => {
    const { add, done } = visitCollector({ slo: { withinMs: 1000, share: 0.9 }, warmUpMs: 100 });
    const request = { row: 0, visit: 3, arrivedMs: 200, end: 0, quality: 1, costPico: 2e9, latencyMs: 1000 };
    add({ ...request, arrivedMs: 99, quality: 0 });
    add(request);
    add({ ...request, arrivedMs: 500, quality: 0, latencyMs: 1001 });
    add({ ...request, visit: 1, end: 1, quality: 0, latencyMs: Number.NaN });
    add({ ...request, visit: 0, end: REQUEST_ENDS.indexOf('missing'), quality: Number.NaN, latencyMs: Number.NaN });
    add({ ...request, visit: 2, arrivedMs: 0 });
    const { visits, endedMs, metrics } = done();
    expect([[...visits], [...endedMs]]).toEqual([
      [0, 1, 3],
      [200, 200, 1501],
    ]);
    expect([...metrics.quality]).toEqual([Number.NaN, 0, 0.5]);
    expect([...metrics.attainment]).toEqual([Number.NaN, 0, 0.5]);
    expect([...metrics.availability]).toEqual([Number.NaN, 0, 1]);
    expect([...metrics.cost]).toEqual([2, 2, 2]);
  });
});

describe('a simulated A/B test', () => {
  const table = tableOf(
    ['a', 'b'],
    Array.from({ length: 10 }, (_, q) => [
      [{ quality: q < 6 ? 1 : 0, costUsd: 0.01 + q / 1e4, latencyMs: q < 9 ? 400 : 1500 }],
      [{ quality: q < 9 ? 1 : 0, costUsd: 0.04 + q / 1e4, latencyMs: q < 9 ? 1600 : 400 }],
    ]),
  );
  const queries = queryTable(Array.from({ length: 10 }, (_, row) => ({ id: `q${row}`, prompt: `${row}` })));
  const router = (id: string) => ({ name: id, router: createRouter(fixedRouter(['a', 'b'], id)), timeMs: 0 });
  const day = aDay(table, aRoute(['a']));
  const stage = {
    table,
    models: day.models,
    queries: day.queries,
    batch: requestBatch(queries),
    routers: [],
    feedback: { from: 'gold', delayQueries: 0, delayMs: 0, noise: 0, rate: 1 } as const,
    seeds: { first: 1, count: 3 },
  };
  const spec: AbSpec = {
    metric: 'quality',
    detect: 0.1,
    alpha: 0.05,
    power: 0.8,
    share: 0.5,
    salt: 'ab',
    everyVisits: 50,
    guards: [],
    experiments: 20,
    mostDays: null,
  };
  const tested = (more: Partial<AbSpec>, pair: readonly [string, string] = ['a', 'b'], warmUpMs = 0) =>
    abTest(
      aScenario({ warmUpMs, traffic: poisson(1), slo: { withinMs: 1000, share: 0.9 } }),
      { name: 'plain', policy: {} },
      [router(pair[0]), router(pair[1])],
      stage,
      {
        ...spec,
        ...more,
      },
    );

  it('finds the better one, long before the day is over', () => {
    const { trials, plan } = tested({});
    expect(trials.map(({ verdict }) => verdict)).toEqual(Array(3).fill('b_better'));
    expect(trials.every(({ afterMs, looked }) => afterMs < 1_800_000 && (looked?.low ?? 0) > 0)).toBe(true);
    expect(Math.abs(plan.mean - 0.6)).toBeLessThan(0.04);
    // σ² = 0.24, d = 0.1: 2 · 0.24 · (1.95996 + 0.84162)² / 0.01 = 376.8.
    expect(Math.abs(plan.fixed.visits[1] / 377 - 1)).toBeLessThan(0.05);
    expect(plan.sequential.visits[1]).toBeGreaterThan(plan.fixed.visits[1]);
    const late = tested({}, ['a', 'b'], 1_800_000).plan;
    expect(Math.abs(late.visitsPerDay / 86_400 - 1)).toBeLessThan(0.1);
    // A fifth: 0.24 · (1.95996 + 0.84162)² / (0.01 · 0.2 · 0.8) = 1177 in all.
    const { fixed, visitsPerDay } = tested({ share: 0.2 }).plan;
    expect(Math.abs(fixed.visits[0] / 942 - 1)).toBeLessThan(0.05);
    expect(Math.abs(fixed.visits[1] / 235 - 1)).toBeLessThan(0.05);
    expect(fixed.days * visitsPerDay).toBeCloseTo(fixed.visits[0] + fixed.visits[1], -1);
    expect(plan.visitsPerDay / 86_400).toBeCloseTo(1, 1);
  });

  it('calls the dearer one worse where cost decides', () => {
    expect(tested({ metric: 'cost', detect: 5 }).trials[0]?.verdict).toBe('a_better');
    expect(tested({ metric: 'cost', detect: 5 }, ['b', 'a']).trials[0]?.verdict).toBe('b_better');
  });

  it('stops for a broken guard, and goes on until the others are clear', () => {
    const guards = [{ metric: 'attainment', margin: 0.05 } as const];
    const [broken] = tested({ guards }).trials;
    expect([broken?.verdict, broken?.guards[0]?.verdict]).toEqual(['guard_broken', 'broken']);
    expect(broken?.guards[0]?.looked?.difference).toBeLessThan(-0.6);
    // Also where the metric is never decided.
    const [stopped] = tested({ guards, metric: 'availability' }).trials;
    expect([stopped?.verdict, (stopped?.afterMs ?? 0) < 1_800_000]).toEqual(['guard_broken', true]);
    const [clear] = tested({ guards: [{ metric: 'cost', margin: 40 }] }).trials;
    expect([clear?.verdict, clear?.guards[0]?.verdict]).toEqual(['b_better', 'kept']);
    const [dear] = tested({ guards: [{ metric: 'cost', margin: 5 }] }).trials;
    expect([dear?.verdict, dear?.guards[0]?.verdict]).toEqual(['guard_broken', 'broken']);
    // An interval that reaches beyond the margin breaks nothing.
    const [unsure] = tested({ guards: [{ metric: 'cost', margin: 0.001 }] }, ['a', 'a']).trials;
    expect([unsure?.verdict, unsure?.guards[0]?.verdict]).toEqual(['undecided', 'open']);
    const [open] = tested({ guards: [{ metric: 'quality', margin: 0.0001 }] }, ['b', 'b']).trials;
    expect([open?.verdict, open?.guards[0]?.verdict]).toEqual(['undecided', 'open']);
  });

  it('clears a guard where nothing ever goes wrong, and plans no less than the first look', () => {
    const [trial] = tested({ guards: [{ metric: 'availability', margin: 0.02 }] }).trials;
    expect([trial?.verdict, trial?.guards[0]?.verdict, trial?.guards[0]?.looked?.difference]).toEqual(['b_better', 'kept', 0]);
    const { plan } = tested({ metric: 'availability', detect: 0.5 });
    expect([plan.fixed.visits, plan.sequential.visits]).toEqual([
      [100, 100],
      [100, 100],
    ]);
  });

  it('goes on for as many days as it takes, with new visits, and for no more than it may', () => {
    const slow = (more: Partial<AbSpec>) =>
      abTest(
        aScenario({ traffic: poisson(0.1), slo: { withinMs: 1000, share: 0.9 } }),
        { name: 'plain', policy: {} },
        [router('a'), router('b')],
        { ...stage, seeds: { first: 1, count: 1 } },
        { ...spec, ...more },
      );
    const outcome = slow({ detect: 0.12 });
    const [trial] = outcome.trials;
    // 360 visits an hour.
    expect(outcome.mostDays).toBe(Math.ceil(24 * outcome.plan.sequential.days));
    expect(outcome.mostDays).toBeGreaterThan(1);
    const told = slow({ detect: 0.005, mostDays: 3, metric: 'availability' });
    expect([told.mostDays, told.trials[0]?.days, told.trials[0]?.verdict]).toEqual([3, 3, 'undecided']);
    expect(Math.abs((told.trials[0]?.looked?.at ?? 0) / (3 * 360) - 1)).toBeLessThan(0.1);
    expect(told.trials[0]?.afterMs).toBeGreaterThan(2.9 * HOUR_MS);
    expect(trial?.verdict).toBe('b_better');
    expect(trial?.afterMs).toBeLessThan((trial?.days ?? 0) * HOUR_MS);
    expect(slow({ mostDays: 1, detect: 0.12 }).trials[0]?.days).toBe(1);
    expect(slow({ detect: 0.005 }).mostDays).toBe(14);
  });

  it('lets a router that remembers learn from its own visits alone, from day to day', () => {
    const explore = (name: string) => ({
      name,
      timeMs: 0,
      router: createRouter(
        aRouter(
          ['a', 'b'],
          [
            {
              kind: 'explore',
              over: ['a', 'b'],
              salt: 's',
              perUsd: 0,
              keep: 1,
              strength: 1,
              base: 0.5,
              learner: { by: 'epsilon_greedy', epsilon: Math.round(0.1 * 2 ** 32) },
            },
          ],
        ),
      ),
    });
    const { trials } = abTest(
      aScenario({ traffic: poisson(1), slo: { withinMs: 1000, share: 0.9 } }),
      { name: 'plain', policy: {} },
      [router('a'), explore('learner')],
      { ...stage, seeds: { first: 1, count: 2 } },
      { ...spec, metric: 'cost', detect: 8 },
    );
    // It comes to ask the dear and better one.
    expect(trials.map(({ verdict }) => verdict)).toEqual(['a_better', 'a_better']);
    expect(trials.every(({ looked }) => (looked?.difference ?? 0) > 10)).toBe(true);
  });

  it('carries each side out as it says where the test names no arm', () => {
    const careful = { ...fixedRouter(['a', 'b'], 'b', ['a']), execution: { timeoutMs: 1000 } };
    const { trials } = abTest(
      aScenario({ traffic: poisson(1), slo: { withinMs: 2000, share: 0.9 } }),
      { name: 'as shipped', policy: null },
      [router('b'), { name: 'careful', router: createRouter(careful), timeMs: 0 }],
      { ...stage, seeds: { first: 1, count: 1 } },
      { ...spec, metric: 'quality', detect: 0.1 },
    );
    // Nine in ten of its calls are given up after a second, and a is right less often.
    expect(trials[0]?.verdict).toBe('a_better');
  });

  it('sees no difference between a router and itself', () => {
    expect(tested({}, ['a', 'a']).trials.map(({ verdict }) => verdict)).toEqual(Array(3).fill('undecided'));
  });
});
