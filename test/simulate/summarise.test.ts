import { describe, expect, it } from 'vitest';
import { queryTable } from '../../src/domain/query.js';
import { requestBatch } from '../../src/replay/request-batch.js';
import { createRouter } from '../../src/router/create-router.js';
import { announcedOf, routesByStretch } from '../../src/simulate/announced.js';
import { conditionsOf } from '../../src/simulate/provider/condition.js';
import { simulateScenario } from '../../src/simulate/simulate-scenario.js';
import { aDay, aRoute, aScenario, poisson, providers } from '../support/a-day.js';
import { aRouter, fixedRouter } from '../support/a-router.js';
import { tableOf } from '../support/table-of.js';

const TABLE = tableOf(
  ['a', 'b'],
  Array.from({ length: 4 }, (_, q) => [
    [{ quality: q % 2, costUsd: 0.01, latencyMs: 400 }],
    [{ quality: 1, costUsd: 0.04, latencyMs: 1600 }],
  ]),
);
const QUERIES = queryTable(Array.from({ length: 4 }, (_, row) => ({ id: `q${row}`, prompt: 'x'.repeat(row + 1) })));

const GOLD = { from: 'gold', delayQueries: 0, delayMs: 0, noise: 0, rate: 1 } as const;

function stage(models: readonly string[], seeds = 5) {
  const { queries, models: listed } = aDay(TABLE, aRoute(['a']));
  const routers = models.map((id) => ({ name: id, router: createRouter(fixedRouter(['a', 'b'], id)), timeMs: 1 }));
  return {
    table: TABLE,
    models: listed,
    queries,
    batch: requestBatch(QUERIES),
    routers,
    feedback: GOLD,
    seeds: { first: 1, count: seeds },
  };
}

describe('a simulated scenario', () => {
  it('has the numbers that can be worked out by hand', () => {
    const scenario = aScenario({ traffic: poisson(2), slo: { withinMs: 1000, share: 0.95 } });
    const { rows } = simulateScenario(scenario, stage(['a', 'b']));
    const [a, b] = rows;
    expect([a?.slo, b?.slo]).toEqual(['kept', 'missed']);
    expect(a?.metrics.attainment).toEqual({ value: 1, low: 1, high: 1, n: 5 });
    expect(b?.metrics.attainment.value).toBe(0);
    expect([a?.metrics.costPer1k.value, b?.metrics.costPer1k.value].map((usd) => Math.round(1e6 * (usd ?? 0)) / 1e6)).toEqual([
      10, 40,
    ]);
    // Every second query is answered rightly by a; both rows see the same requests, so the difference has no luck in it but theirs.
    expect(Math.abs((a?.metrics.quality.value ?? 0) - 0.5)).toBeLessThan(0.02);
    expect([a?.versusFirst, b?.versusFirst?.attainment]).toEqual([null, { value: -1, low: -1, high: -1, n: 5 }]);
    expect(b?.versusFirst?.costPer1k.value).toBeCloseTo(30, 9);
    expect(a?.metrics.requests.value).toBe(b?.metrics.requests.value);
    expect(Math.abs((a?.metrics.latencyP95Ms.value ?? 0) / 401 - 1)).toBeLessThan(1 / 64);
    expect(a?.calls).toEqual([{ why: 'first', cause: null, per1k: 1000 }]);
    // Two a second of 0.4 s each: 0.8 at once.
    expect(Math.abs((a?.models[0]?.busy ?? 0) - 0.8)).toBeLessThan(0.05);
    expect(a?.overTime.perSecond).toHaveLength(4);
    expect(a?.overTime.spent[3]).toBeCloseTo(a?.metrics.spent.value ?? 0, 9);
  });

  it('says the same of those turned away wherever it says it', () => {
    const arms = [{ name: 'shed', policy: { mostInFlight: 1 } }];
    const { ends, metrics } = simulateScenario(aScenario({ traffic: poisson(2), arms }), stage(['a'])).rows[0] ?? {};
    expect(ends?.shed).toBeGreaterThan(0.1);
    expect(ends?.shed).toBeCloseTo(metrics?.turnedAway.value ?? 0, 12);
    expect((ends?.served ?? 0) + (ends?.shed ?? 0)).toBeCloseTo(1, 12);
  });

  it('counts a promise that is just kept as kept, those turned away by the budget, and places by how many there are', () => {
    // 3600 evenly spaced requests at a cent each, and money for half of them.
    const lengthMs = 3_601_000;
    const scenario = aScenario({
      lengthMs,
      stepMs: lengthMs,
      traffic: { ...poisson(1), arrivals: { kind: 'constant', perSecond: 1 } },
      budget: { usd: 18, periodMs: 86_400_000, hard: true },
      slo: { withinMs: 1000, share: 0.5 },
      providers: providers({ a: { concurrency: 4 } }),
    });
    const [row] = simulateScenario(scenario, stage(['a'])).rows;
    expect(row?.metrics.requests.value).toBe(3600);
    expect(row?.metrics.attainment).toEqual({ value: 0.5, low: 0.5, high: 0.5, n: 5 });
    expect([row?.slo, row?.metrics.turnedAway.value, row?.ends.over_budget]).toEqual(['kept', 0.5, 0.5]);
    // 1800 calls of 0.4 s, on four places.
    expect(row?.models[0]?.busy).toBeCloseTo(720 / 3601, 9);
    expect(row?.models[0]?.utilisation).toBeCloseTo(180 / 3601, 9);
    expect(row?.models[1]?.utilisation).toBeNull();
  });

  it('leaves the warm-up out, and intervals where there are fewer than five seeds', () => {
    const changes = [{ fromMs: 0, toMs: 900_000, models: null, outage: 1 }];
    const { rows } = simulateScenario(aScenario({ changes, warmUpMs: 900_000 }), stage(['a'], 4));
    expect(rows[0]?.metrics.availability).toEqual({ value: 1, low: null, high: null, n: 4 });
    expect([rows[0]?.slo, rows[0]?.overTime.availability]).toEqual(['undecided', [0, 1, 1, 1]]);
  });

  it('is refused where a time is not known', () => {
    const untimed = tableOf(
      ['a', 'b'],
      Array.from({ length: 4 }, () => [[{ quality: 1, costUsd: 0 }], [{ quality: 1, costUsd: 0 }]]),
    );
    expect(() => simulateScenario(aScenario(), { ...stage(['a']), table: untimed })).toThrow(/recordings without a latency/);
    const service = { kind: 'constant', ms: 5 } as const;
    const timed = aScenario({ providers: providers({ a: { service }, b: { service } }) });
    expect(simulateScenario(timed, { ...stage(['a']), table: untimed }).rows[0]?.slo).toBe('kept');
    const fitted = aScenario({ providers: providers({ a: { service: { kind: 'fitted' } }, b: { service } }) });
    expect(() => simulateScenario(fitted, stage(['a']))).toThrow(/nothing to fit/);
  });
});

it('a breaker hears of calls that were given up', () => {
  const router = createRouter(aRouter(['a', 'b'], [{ kind: 'rules', rules: [{ use: 'a' }] }], ['b']));
  const arms = [{ name: 'x', policy: { timeoutMs: 2000, breaker: { failures: 3, openMs: 600_000 } } }];
  const changes = [{ fromMs: 0, toMs: 1e9, models: ['a'], hang: 1 }];
  const played = simulateScenario(aScenario({ arms, changes }), { ...stage([]), routers: [{ name: 'r', router, timeMs: 0 }] });
  const after = (cause: string) => played.rows[0]?.calls.find((one) => one.cause === cause)?.per1k ?? 0;
  // Every ten minutes those of two seconds wait for nothing, and nobody else.
  expect(after('timeout')).toBeGreaterThan(0);
  expect(after('timeout')).toBeLessThan(10);
  expect(after('breaker')).toBeGreaterThan(990);
});

describe('what routers are told', () => {
  const models = [
    { id: 'a', provider: 't', name: 'a', tags: [], price: { inputUsdPerMTok: 2 } },
    { id: 'b', provider: 't', name: 'b', tags: [] },
  ];
  const outage = { fromMs: 10, toMs: 30, models: ['a'], outage: 1 } as const;
  const dearer = { fromMs: 20, toMs: 40, models: ['a'], price: 2 } as const;

  it('is only what is announced: models that are down altogether, prices, and the budget', () => {
    const scenario = aScenario({
      changes: [
        { ...outage, announced: true },
        { ...dearer, announced: true },
      ],
    });
    expect([...conditionsOf(scenario.changes, ['a', 'b']).fromMs]).toEqual([0, 10, 20, 30, 40]);
    expect(announcedOf(scenario, models)).toEqual([
      undefined,
      { models: { a: { available: false } } },
      { models: { a: { available: false } } },
      { models: { a: { price: { inputUsdPerMTok: 4 } } } },
      undefined,
    ]);
    expect(announcedOf(aScenario({ changes: [outage, dearer] }), models)).toEqual(Array(5).fill(undefined));
    expect(announcedOf(aScenario({ changes: [{ ...outage, outage: 0.9, announced: true }] }), models)[1]).toBeUndefined();
    const cut = { fromMs: 20, toMs: 40, models: null, budget: 0.5 };
    const cuts = [
      { ...outage, announced: true as const },
      { ...cut, announced: true as const },
      { ...cut, fromMs: 30 },
    ];
    expect(announcedOf(aScenario({ changes: cuts }), models)).toEqual([
      undefined,
      { models: { a: { available: false } } },
      { models: { a: { available: false } }, budget: 0.5 },
      { budget: 0.5 },
      undefined,
    ]);
  });

  it('changes their routes for as long, and saves them the failed call', () => {
    const router = createRouter(aRouter(['a', 'b'], [{ kind: 'rules', rules: [{ use: 'a' }] }], ['b']));
    const routes = routesByStretch(router, requestBatch(QUERIES), [
      undefined,
      { models: { a: { available: false } } },
      undefined,
    ]);
    expect(routes.map(({ plans, plan }) => plans[plan[0] as number]?.models)).toEqual([['a', 'b'], ['b'], ['a', 'b']]);
    expect(routes[2]).toBe(routes[0]);
    const day = (announced: object) => {
      const changes = [{ fromMs: 0, toMs: 1e9, models: ['a'], outage: 1, ...announced }];
      const played = simulateScenario(aScenario({ changes }), { ...stage([]), routers: [{ name: 'r', router, timeMs: 0 }] });
      return played.rows[0]?.calls.map(({ why, cause }) => `${why} ${cause}`);
    };
    expect(day({})).toEqual(['first null', 'fallback outage']);
    expect(day({ announced: true })).toEqual(['first null']);
  });
});
