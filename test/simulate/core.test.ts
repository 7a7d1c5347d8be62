import { describe, expect, it } from 'vitest';
import { codedColumn } from '../../src/domain/column.js';
import { queryTable } from '../../src/domain/query.js';
import { requestBatch } from '../../src/replay/request-batch.js';
import { createRouter } from '../../src/router/create-router.js';
import type { ExecutionPolicy } from '../../src/router/execution-policy.js';
import type { Route } from '../../src/router/router.js';
import { budgetWatch } from '../../src/simulate/budget-watch.js';
import { simulateDay } from '../../src/simulate/day.js';
import type { DayInput, EndedRequest } from '../../src/simulate/day-input.js';
import { histogramQuantile, LATENCY_BINS, latencyBin } from '../../src/simulate/outcome/latency-histogram.js';
import { mergedTally } from '../../src/simulate/outcome/merge-tallies.js';
import { newTally, REQUEST_ENDS } from '../../src/simulate/outcome/tally.js';
import { fitLatency, predictedMs } from '../../src/simulate/provider/fit-latency.js';
import { station } from '../../src/simulate/provider/stations.js';
import { OPEN_PROVIDER, type Provider, type Scenario } from '../../src/simulate/scenario.js';
import { simulateScenario } from '../../src/simulate/simulate-scenario.js';
import { aDay, aRoute, aScenario, poisson, providers } from '../support/a-day.js';
import { fixedRouter } from '../support/a-router.js';
import { type Sample, tableOf } from '../support/table-of.js';

const USD = 1e12;
const good = (latencyMs: number, more: Partial<Sample> = {}): Sample => ({ quality: 1, costUsd: 0.01, latencyMs, ...more });
const forEver = { fromMs: 0, toMs: 1e12, models: ['a'] } as const;

interface Setting {
  readonly cells?: readonly (readonly (readonly Sample[])[])[];
  readonly route?: Route | readonly Route[];
  readonly behind?: Partial<Provider>;
  readonly policy?: ExecutionPolicy;
  readonly day?: Partial<DayInput>;
  readonly scenario?: Partial<Scenario>;
}

/** Requests at 1, 2, 3 … s, `count` of them, at models a and b. */
function played(
  count: number,
  {
    cells = [[[good(500)], [good(900)]]],
    route = aRoute(['a', 'b']),
    behind = {},
    policy = {},
    day = {},
    scenario = {},
  }: Setting,
) {
  const ended: EndedRequest[] = [];
  const lengthMs = (count + 0.5) * 1000;
  const traffic = { ...poisson(1), arrivals: { kind: 'constant' as const, perSecond: 1 } };
  const whole = aScenario({ lengthMs, stepMs: lengthMs, traffic, providers: providers({ a: behind }), ...scenario });
  const table = tableOf(['a', 'b'], cells);
  const tally = simulateDay({ ...aDay(table, route, { policy, ...day }), scenario: whole, onEnd: (one) => ended.push(one) });
  ended.sort((a, b) => a.arrivedMs - b.arrivedMs);
  return {
    tally,
    ended,
    latencies: ended.map(({ latencyMs }) => Math.round(latencyMs)),
    costs: ended.map(({ costPico }) => costPico / USD),
  };
}

describe('calls', () => {
  it('that are given up for a faster answer are no failures to the breaker', () => {
    const cells = [[[good(2000)], [good(100)]]];
    const policy: ExecutionPolicy = { hedge: { afterMs: 200, to: 'next' }, breaker: { failures: 1, openMs: 1e9 } };
    expect(played(3, { cells, policy }).latencies).toEqual([300, 300, 300]);
  });

  it('fail by the provider’s own errors and by those of a change, independently', () => {
    const { ended } = played(3000, {
      behind: { errors: 0.5 },
      route: aRoute(['a']),
      scenario: { changes: [{ ...forEver, errors: 0.5 }] },
    });
    expect(Math.abs(ended.filter(({ end }) => end === 1).length / 3000 - 0.75)).toBeLessThan(0.03);
  });

  it('take one request from the bucket', () => {
    expect(played(4, { behind: { rpm: 60, burstMs: 2000 } }).latencies).toEqual([500, 500, 500, 500]);
  });

  it('begin when the router has decided: what changes meanwhile holds for them', () => {
    const changes = [{ fromMs: 3020, toMs: 1e9, models: ['a'], outage: 1 }];
    const { latencies } = played(4, { behind: { errorMs: 10 }, day: { routerTimeMs: 50 }, scenario: { changes } });
    expect(latencies).toEqual([550, 550, 960, 960]);
  });

  it('take as long as the fit says of their tokens, times a recorded deviation', () => {
    const cells = Array.from({ length: 24 }, (_, i) => [[good((100 + 10 * i) * (0.8 + 0.02 * i), { outputTokens: i })], []]);
    const table = tableOf(['a', 'b'], cells);
    const fit = fitLatency(table, 0);
    if (fit === null) throw new Error('there is enough to fit');
    const { ended } = played(2000, {
      cells,
      route: aRoute(['a']),
      behind: { service: { kind: 'fitted' } },
      day: { fits: [fit, null] },
    });
    const deviations = ended.map(({ row, latencyMs }) => latencyMs / predictedMs(fit, row));
    for (const one of deviations)
      expect(Math.min(...[...fit.deviations].map((known) => Math.abs(known / one - 1)))).toBeLessThan(1e-9);
    expect(new Set(deviations.map((one) => one.toFixed(6))).size).toBe(24);
    const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(Math.abs(mean(deviations) / mean([...fit.deviations]) - 1)).toBeLessThan(0.03);
  });

  it('take exponential times of the mean that is asked for', () => {
    const { ended } = played(4000, { route: aRoute(['a']), behind: { service: { kind: 'exponential', meanMs: 300 } } });
    expect(Math.abs(ended.reduce((sum, { latencyMs }) => sum + latencyMs, 0) / 4000 / 300 - 1)).toBeLessThan(0.05);
  });
});

describe('a station', () => {
  const tally = newTally(10_000, 5000, 1);
  const own = station({ ...OPEN_PROVIDER, concurrency: 1 }, tally, 0);

  it('serves who waits longest, also after somebody left the queue, and knows how long it was', () => {
    expect([5, 0, 1, 2].map((call) => own.offer(call, 0, 100))).toEqual(['begins', 'waits', 'waits', 'waits']);
    own.withdraw(1, 1100);
    own.release(2100);
    expect([own.beginNext(2100), own.beginNext(2100)]).toEqual([0, -1]);
    own.release(6100);
    expect(own.beginNext(6100)).toBe(2);
    own.release(6600);
    expect([own.beginNext(6600), own.wakeMs(6600)]).toEqual([-1, Number.POSITIVE_INFINITY]);
    const { mostWaiting, waitingMs, servingMs, begun } = tally.models[0] ?? {};
    expect([mostWaiting?.[0], begun?.[0], begun?.[1]]).toEqual([3, 2, 1]);
    // Three for a second, two for one, one until 6.1 s; served from 0.1 s to 6.6 s.
    expect([waitingMs?.[0], waitingMs?.[1]]).toEqual([3000 + 2000 + 2900, 1100]);
    expect([servingMs?.[0], servingMs?.[1]]).toEqual([4900, 1600]);
  });
});

describe('a prompt cache of sessions', () => {
  const CACHED: Partial<Provider> = { promptCache: { share: 0.5, ttlMs: 10_000 } };
  const price = { inputUsdPerMTok: 10, cachedInputUsdPerMTok: 1 };
  const model = (id: string) => ({ id, provider: 't', name: id, tags: [], price });
  const call = (inputTokens: number | null) => [good(100, inputTokens === null ? {} : { inputTokens, outputTokens: 0 })];

  /** Costs of three queries a second apart, at these models, in these sessions. */
  function costs(asked: readonly string[], sessions: readonly (string | undefined)[], tokens: number | null = 1000): number[] {
    const cells = asked.map(() => [call(tokens), call(tokens)]);
    const day = aDay(tableOf(['a', 'b'], cells), aRoute(['a']));
    return played(3, {
      cells,
      route: asked.map((id) => aRoute([id])),
      day: {
        models: ['a', 'b'].map(model),
        queries: {
          ...day.queries,
          arrivedAtMs: Float64Array.of(0, 1000, 2000),
          signals: new Map([['session', codedColumn([...sessions])]]),
        },
      },
      scenario: {
        lengthMs: 2500,
        traffic: { ...poisson(1), arrivals: { kind: 'dataset', speed: 1 }, sessions: { signal: 'session', gapMs: 0 } },
        providers: providers({ a: CACHED, b: CACHED }),
      },
    }).costs;
  }

  it('is cold for a model that the session had not asked, and warm when it comes back', () => {
    expect(costs(['a', 'b', 'a'], ['s', 's', 's'])).toEqual([0.01, 0.01, 0.0055]);
  });

  it('is nobody else’s: neither another session’s nor that of a query outside of any', () => {
    expect(costs(['a', 'a', 'a'], ['s', 't', 's'])).toEqual([0.01, 0.01, 0.0055]);
    expect(costs(['a', 'a', 'a'], ['s', undefined, 's'])).toEqual([0.01, 0.01, 0.0055]);
    expect(costs(['a', 'a', 'a'], [undefined, undefined, undefined])).toEqual([0.01, 0.01, 0.01]);
  });

  it('saves nothing where input tokens are not known', () => {
    expect(costs(['a', 'a', 'a'], ['s', 's', 's'], null)).toEqual([0.01, 0.01, 0.01]);
  });

  it('is not handed on from a visit to the next', () => {
    const cells = [[call(1000), call(1000)]];
    const { costs: paid } = played(3, {
      cells,
      day: { models: ['a', 'b'].map(model) },
      scenario: { providers: providers({ a: CACHED, b: CACHED }) },
    });
    expect(paid).toEqual([0.01, 0.01, 0.01]);
  });
});

describe('nobody comes after the end', () => {
  it('where a change lasts beyond it, and where a session would go on', () => {
    const table = tableOf(
      ['a'],
      Array.from({ length: 5 }, () => [[good(20_000)]]),
    );
    const day = aDay(table, aRoute(['a']));
    const signals = new Map([['session', codedColumn(['s', 's', 's', 's', 's'])]]);
    const arrived: number[] = [];
    const changes = [{ fromMs: 60_000, toMs: 1e9, models: null, traffic: 3 }];
    const traffic = poisson(1, { sessions: { signal: 'session', gapMs: 10_000 } });
    const scenario = aScenario({ lengthMs: 120_000, stepMs: 60_000, changes, traffic });
    const tally = simulateDay({
      ...day,
      scenario,
      queries: { ...day.queries, signals },
      onEnd: ({ arrivedMs }) => arrived.push(arrivedMs),
    });
    expect(Math.max(...arrived)).toBeLessThan(120_000);
    expect(Math.max(...arrived)).toBeGreaterThan(110_000);
    expect(tally.inFlightAtEnd).toBe(arrived.filter((at) => at + 20_000 > 120_000).length);
    // Three times as many in the second half.
    expect(arrived.filter((at) => at > 60_000).length).toBeGreaterThan(2 * arrived.filter((at) => at <= 60_000).length);
  });
});

describe('a budget', () => {
  it('counts what was spent in its period, and nothing that is not known', () => {
    const watch = budgetWatch({ usd: 1, periodMs: 1000, hard: true });
    watch.spend(0.6 * USD, 0);
    watch.spend(Number.NaN, 10);
    expect([watch.spent(20, 1), watch.spent(20, 0.5)]).toEqual([false, true]);
    watch.spend(0.5 * USD, 999);
    expect(watch.spent(999, 1)).toBe(true);
    expect(watch.spent(1000, 1)).toBe(false);
    watch.spend(0.9 * USD, 1500);
    // A period that nobody asked in, then spending at once.
    watch.spend(0.2 * USD, 3100);
    expect([watch.spent(3200, 1), watch.spent(3200, 0.2)]).toEqual([false, true]);
    const soft = budgetWatch({ usd: 1, periodMs: 1000, hard: false });
    soft.spend(5 * USD, 0);
    expect(soft.spent(1, 1)).toBe(false);
    expect(budgetWatch(null).spent(0, 0)).toBe(false);
  });
});

describe('latencies', () => {
  it('lie evenly in their bin: ranks worked out by hand', () => {
    const bins = new Float64Array(LATENCY_BINS);
    // 1024 to 1040 ms is one bin.
    expect([latencyBin(1024), latencyBin(1039.9)]).toEqual([latencyBin(1030), latencyBin(1030)]);
    expect(latencyBin(1040)).toBe(latencyBin(1030) + 1);
    bins[latencyBin(1030)] = 4;
    expect([0.01, 0.25, 0.5, 1].map((p) => histogramQuantile(bins, p))).toEqual([1028, 1028, 1032, 1040]);
    bins[0] = 4;
    expect([0.5, 0.625].map((p) => histogramQuantile(bins, p))).toEqual([0.0625 * (1 + 1 / 64), 1028]);
    // From 2⁻⁴ to 2²⁸ ms.
    expect([latencyBin(2 ** -4), latencyBin(2 ** -4 * (65 / 64)), latencyBin(2 ** 28 - 1), latencyBin(2 ** 28)]).toEqual([
      0,
      1,
      LATENCY_BINS - 1,
      LATENCY_BINS - 1,
    ]);
    expect(latencyBin(2 ** 27.9)).toBeLessThan(LATENCY_BINS - 1);
  });

  it('of several days are put together; the longest queue is the longest of any', () => {
    const day = (waiting: number, bin: number) => {
      const tally = newTally(1000, 500, 1);
      tally.latency[bin] = 2;
      tally.arrived[1] = waiting;
      const counts = tally.models[0];
      if (counts !== undefined) counts.mostWaiting[1] = waiting;
      return tally;
    };
    const merged = mergedTally([day(3, 7), day(9, 7), day(4, 0)]);
    expect([merged.latency[7], merged.latency[0], merged.arrived[1], merged.models[0]?.mostWaiting[1]]).toEqual([4, 2, 16, 9]);
    expect(merged.models[0]?.mostWaiting[0]).toBe(0);
  });
});

describe('a row', () => {
  const size = 100;
  const table = tableOf(
    ['a', 'b'],
    Array.from({ length: size }, (_, q) => [[good(q < 3 ? 5000 : 400, { quality: q % 2 })], [good(900)]]),
  );
  const listed = aDay(table, aRoute(['a']));
  const stage = (first: number, count: number) => ({
    table,
    models: listed.models,
    queries: listed.queries,
    batch: requestBatch(queryTable(Array.from({ length: size }, (_, row) => ({ id: `q${row}`, prompt: `${row}` })))),
    routers: [{ name: 'a', router: createRouter(fixedRouter(['a', 'b'], 'a')), timeMs: 0 }],
    feedback: { from: 'gold', delayQueries: 0, delayMs: 0, noise: 0, rate: 1 } as const,
    seeds: { first, count },
  });
  const row = (scenario: Scenario, first = 1, count = 1) => {
    const [only] = simulateScenario(scenario, stage(first, count)).rows;
    if (only === undefined) throw new Error('a scenario has a row');
    return only;
  };

  it('has Student’s interval over its days', () => {
    const scenario = aScenario({ traffic: poisson(0.5) });
    const values = [1, 2, 3, 4, 5].map((seed) => row(scenario, seed).metrics.quality.value ?? Number.NaN);
    const mean = values.reduce((sum, value) => sum + value, 0) / 5;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 4);
    const { value, low, high, n } = row(scenario, 1, 5).metrics.quality;
    expect([value, n]).toEqual([mean, 5]);
    // t(0.975, 4) = 2.776445, of which our quantile is a thousandth off at most.
    expect([low, high].map((end) => Math.abs((end ?? 0) - mean) / ((2.776445 * deviation) / Math.sqrt(5)))).toEqual([
      expect.closeTo(1, 2),
      expect.closeTo(1, 2),
    ]);
    expect((low ?? 1) < mean && mean < (high ?? 0)).toBe(true);
  });

  it('has each of its percentiles, of what was served', () => {
    const changes = [{ ...forEver, outage: 0.4 }];
    const { metrics, models, ends } = row(
      aScenario({ traffic: poisson(2), changes, providers: providers({ a: { errorMs: 1 } }) }),
    );
    expect(
      [metrics.latencyP50Ms.value, metrics.latencyP95Ms.value, metrics.latencyP99Ms.value].map((ms) =>
        Math.round((ms ?? 0) / 100),
      ),
    ).toEqual([4, 4, 50]);
    expect(models[0]?.failed).toBeCloseTo(ends.failed, 12);
    expect(Math.abs((models[0]?.failed ?? 0) - 0.4)).toBeLessThan(0.03);
    expect([models[0]?.callsPer1k, models[0]?.rejectedPer1k, models[1]?.failed]).toEqual([1000, 0, null]);
  });

  it('counts calls that are turned away by the thousand requests', () => {
    const { models, metrics } = row(aScenario({ changes: [{ ...forEver, removed: true }] }));
    expect([models[0]?.rejectedPer1k, models[0]?.callsPer1k, metrics.availability.value]).toEqual([1000, 0, 0]);
    expect(REQUEST_ENDS[1]).toBe('failed');
  });
});
