import { describe, expect, it } from 'vitest';
import { simulateDay } from '../../src/simulate/day.js';
import type { DayInput, EndedRequest } from '../../src/simulate/day-input.js';
import { histogramQuantile, LATENCY_BINS, latencyBin } from '../../src/simulate/outcome/latency-histogram.js';
import { CALL_CAUSES, REQUEST_ENDS, type Tally } from '../../src/simulate/outcome/tally.js';
import { fitLatency, predictedMs } from '../../src/simulate/provider/fit-latency.js';
import { tokenBucket } from '../../src/simulate/provider/token-bucket.js';
import type { Change, Provider, Scenario } from '../../src/simulate/scenario.js';
import { aDay, aRoute, aScenario, poisson, providers } from '../support/a-day.js';
import { type Sample, tableOf } from '../support/table-of.js';

const USD = 1e12;
const good = (latencyMs: number, more: Partial<Sample> = {}): Sample => ({ quality: 1, costUsd: 0.01, latencyMs, ...more });

interface Played {
  readonly tally: Tally;
  readonly ended: readonly EndedRequest[];
}

interface Setting extends Partial<Pick<DayInput, 'table' | 'policy' | 'routerTimeMs'>> {
  readonly behind?: Readonly<Record<string, Partial<Provider>>>;
  readonly changes?: readonly Change[];
  readonly route?: readonly string[];
  readonly budget?: Scenario['budget'];
}

const AB = tableOf(['a', 'b'], [[[good(500)], [good(900, { costUsd: 0.05, quality: 0.5 })]]]);

/** Requests once a second, `count` of them, at models a and b that take 500 and 900 ms unless a table says otherwise. */
function played(count: number, setting: Setting = {}): Played {
  const { behind = {}, changes = [], route = ['a', 'b'], budget = null, table = AB, ...more } = setting;
  const ended: EndedRequest[] = [];
  const lengthMs = (count + 0.5) * 1000;
  const traffic = { ...poisson(1), arrivals: { kind: 'constant' as const, perSecond: 1 } };
  const scenario = aScenario({ lengthMs, stepMs: lengthMs, traffic, providers: providers(behind), changes, budget });
  const tally = simulateDay({ ...aDay(table, aRoute(route), more), scenario, onEnd: (one) => ended.push(one) });
  return { tally, ended: ended.sort((a, b) => a.arrivedMs - b.arrivedMs) };
}

const forEver = { fromMs: 0, toMs: 1e12, models: ['a'] } as const;
const latencies = ({ ended }: Played): number[] => ended.map(({ latencyMs }) => Math.round(latencyMs));
const ends = ({ ended }: Played): string[] => ended.map(({ end }) => REQUEST_ENDS[end] as string);
const callsAfter = ({ tally }: Played, why: number, cause: (typeof CALL_CAUSES)[number]): number =>
  tally.calls[why * (CALL_CAUSES.length + 1) + CALL_CAUSES.indexOf(cause)] as number;
const FALLBACK = 2;
const RETRY = 3;

describe('a token bucket', () => {
  it('is full at first, fills steadily, and counts what is too large as all of it', () => {
    // 60 a minute, ten seconds' worth: holds 10, one a second.
    const bucket = tokenBucket(60, 10_000);
    expect(bucket?.readyMs(10, 0)).toBe(0);
    bucket?.take(8, 0);
    expect(bucket?.readyMs(2, 0)).toBe(0);
    expect(bucket?.readyMs(5, 0)).toBe(3000);
    expect(bucket?.readyMs(5, 1000)).toBe(3000);
    bucket?.take(3, 1000);
    expect(bucket?.readyMs(99, 1000)).toBe(11_000);
    expect(tokenBucket(Number.POSITIVE_INFINITY, 1)).toBeNull();
  });
});

describe('places and queues', () => {
  it('make calls wait for their turn', () => {
    // Requests at 1, 2, 3 s of 2.5 s each at one place: they wait 0, 1.5 and 3 s.
    const table = tableOf(['a'], [[[good(2500)]]]);
    expect(latencies(played(3, { table, route: ['a'], behind: { a: { concurrency: 1 } } }))).toEqual([2500, 4000, 5500]);
  });

  it('reject calls when the queue is full, which are told so and fall back', () => {
    const table = tableOf(['a', 'b'], [[[good(2500)], [good(900)]]]);
    const day = played(3, { table, behind: { a: { concurrency: 1, queue: 0, rejectMs: 40 } } });
    expect(latencies(day)).toEqual([2500, 940, 940]);
    expect([callsAfter(day, FALLBACK, 'rate_limited'), day.tally.models[0]?.rejected[0]]).toEqual([2, 2]);
  });

  it('wait for requests a minute, and for tokens', () => {
    // One every two seconds, bucket of one: the n-th begins at 1, 3, 5 s.
    expect(latencies(played(3, { behind: { a: { rpm: 30, burstMs: 2000 } } }))).toEqual([500, 1500, 2500]);
    // 150 tokens a call, 100 a second, bucket of 200: the first at once leaves 50, the second at 2 s has 150, the third 3.5 s.
    const table = tableOf(['a'], [[[good(500, { inputTokens: 100, outputTokens: 50 })]]]);
    const day = played(3, { table, route: ['a'], behind: { a: { tpm: 6000, burstMs: 2000 } } });
    expect(latencies(day)).toEqual([500, 500, 1000]);
  });
});

describe('what goes wrong', () => {
  it('a full outage fails fast and is not billed', () => {
    const day = played(3, { changes: [{ ...forEver, outage: 1 }], behind: { a: { errorMs: 70 } } });
    expect(latencies(day)).toEqual([970, 970, 970]);
    expect(day.ended.map(({ costPico, quality }) => [costPico / USD, quality])).toEqual(Array(3).fill([0.05, 0.5]));
    expect(callsAfter(day, FALLBACK, 'outage')).toBe(3);
  });

  it('a partial outage fails its share, the same requests under every policy', () => {
    const changes = [{ ...forEver, outage: 0.3 }];
    const alone = played(2000, { changes, route: ['a'] });
    const failed = alone.ended.filter(({ end }) => end === 1);
    expect(Math.abs(failed.length / 2000 - 0.3)).toBeLessThan(0.04);
    const retries = { most: 1, waitMs: 100, factor: 2, mostWaitMs: 100, jitter: 0 };
    const retried = played(2000, { changes, route: ['a'], policy: { retries } });
    expect(callsAfter(retried, RETRY, 'outage')).toBe(failed.length);
    expect(Math.abs(retried.ended.filter(({ end }) => end === 1).length / 2000 - 0.09)).toBeLessThan(0.025);
  });

  it('calls that hang are given up at the timeout, and keep their place until they end', () => {
    const changes = [{ fromMs: 0, toMs: 1500, models: ['a'], hang: 1 }];
    const day = played(3, { changes, policy: { timeoutMs: 1000 }, behind: { a: { concurrency: 1, hangMs: 5000 } } });
    // The first hangs from 1 s to 6 s: it and those after it wait 1 s, then b answers.
    expect(latencies(day)).toEqual([1900, 1900, 1900]);
    expect(callsAfter(day, FALLBACK, 'timeout')).toBe(3);
    expect(day.tally.models[0]?.servingMs.reduce((sum, ms) => sum + ms, 0)).toBeCloseTo(5000, 6);
    expect(day.tally.models[0]?.begun.reduce((sum, calls) => sum + calls, 0)).toBe(1);
  });

  it('brown-outs are slow, prices and qualities change, models go', () => {
    expect(latencies(played(2, { changes: [{ ...forEver, slow: 3 }] }))).toEqual([1500, 1500]);
    const dear = played(1, { changes: [{ ...forEver, price: 2, quality: 0.5 }] });
    expect([(dear.ended[0]?.costPico ?? 0) / USD, dear.ended[0]?.quality]).toEqual([0.02, 0.5]);
    const gone = played(1, { changes: [{ ...forEver, removed: true }], behind: { a: { rejectMs: 10 } } });
    expect([latencies(gone), callsAfter(gone, FALLBACK, 'removed')]).toEqual([[910], 1]);
    // Overlapping changes multiply; a change ends.
    expect(
      latencies(
        played(2, {
          changes: [
            { ...forEver, slow: 2 },
            { ...forEver, toMs: 1500, slow: 2 },
          ],
        }),
      ),
    ).toEqual([2000, 1000]);
  });

  it('a recorded error is an error here too, and missing recordings are counted, not guessed', () => {
    const table = tableOf(['a', 'b'], [[[{ error: true, costUsd: 0.002, latencyMs: 100 }], []]]);
    const day = played(2, { table });
    expect(ends(day)).toEqual(['missing', 'missing']);
    expect(day.ended.every(({ quality, costPico }) => Number.isNaN(quality) && Number.isNaN(costPico))).toBe(true);
    expect(ends(played(1, { table, route: ['a'] }))).toEqual(['failed']);
    expect(ends(played(1, { route: [] }))).toEqual(['refused']);
  });
});

describe('policies', () => {
  it('pay both of a hedged pair and serve the first', () => {
    const day = played(1, { policy: { hedge: { afterMs: 200, to: 'next' } }, changes: [{ ...forEver, slow: 10 }] });
    expect(day.ended[0]).toMatchObject({ latencyMs: 1100, costPico: 0.06 * USD, quality: 0.5 });
  });

  it('a breaker spares requests the wait, and tries again', () => {
    const changes = [{ fromMs: 0, toMs: 3500, models: ['a'], hang: 1 }];
    const policy = { timeoutMs: 1000, breaker: { failures: 2, openMs: 3000 } };
    // Timeouts at 2 and 3 s open it until 6 s (arrivals at 3 s too late, 4 and 5 are spared), then it tries and closes.
    expect(latencies(played(8, { changes, policy }))).toEqual([1900, 1900, 1900, 900, 900, 500, 500, 500]);
  });

  it('turn requests away when too many are under way, or the budget is spent', () => {
    const table = tableOf(['a'], [[[good(2500)]]]);
    expect(ends(played(4, { table, route: ['a'], policy: { mostInFlight: 2 } }))).toEqual(['served', 'served', 'shed', 'served']);
    const budget = { usd: 0.02, periodMs: 5000, hard: true };
    expect(ends(played(7, { budget }))).toEqual([
      'served',
      'served',
      'over_budget',
      'over_budget',
      'served',
      'served',
      'over_budget',
    ]);
    expect(ends(played(4, { budget: { ...budget, hard: false } }))).toEqual(Array(4).fill('served'));
    // Half of it.
    const changes = [{ ...forEver, models: null, budget: 0.5 }];
    expect(ends(played(2, { budget, changes }))).toEqual(['served', 'over_budget']);
  });

  it('the router’s own time comes on top', () => {
    expect(latencies(played(1, { routerTimeMs: 7 }))).toEqual([507]);
  });
});

describe('a prompt cache', () => {
  // 1,000 input tokens at $10 and $1 cached, per million: a call costs 0.01, of which half the tokens save 0.0045.
  const table = tableOf(
    ['a'],
    Array.from({ length: 3 }, () => [[good(500, { inputTokens: 1000, outputTokens: 0 })]]),
  );
  const price = { inputUsdPerMTok: 10, cachedInputUsdPerMTok: 1 };

  /** Costs of one session's queries at 0, 1 and 4 s. */
  function costs(own: object, ttlMs: number): number[] {
    const ended: EndedRequest[] = [];
    const arrivals = { kind: 'dataset', speed: 1 } as const;
    const traffic = { ...poisson(1), arrivals, sessions: { signal: 'session', gapMs: 0 } };
    const behind = providers({ a: { promptCache: { share: 0.5, ttlMs } } });
    const day = aDay(table, aRoute(['a']), { models: [{ id: 'a', provider: 't', name: 'a', tags: [], price: own }] });
    const signals = new Map([['session', { codes: new Int32Array(3), values: ['s'] }]]);
    simulateDay({
      ...day,
      scenario: aScenario({ lengthMs: 4500, traffic, providers: behind }),
      queries: { ...day.queries, arrivedAtMs: Float64Array.of(0, 1000, 4000), signals },
      onEnd: (one) => ended.push(one),
    });
    return ended.map(({ costPico }) => costPico / USD);
  }

  it('makes a session’s next call to the same model cheaper while it lasts', () => {
    expect(costs(price, 1500)).toEqual([0.01, 0.0055, 0.01]);
    expect(costs(price, 10_000)).toEqual([0.01, 0.0055, 0.0055]);
  });

  it('saves nothing that is known where the cached price is missing', () => {
    expect(costs({ inputUsdPerMTok: 10 }, 1500)).toEqual([0.01, 0.01, 0.01]);
  });
});

describe('fitted service times', () => {
  it('find the line behind recordings, and say how far they are from it', () => {
    const exact = tableOf(
      ['a'],
      Array.from({ length: 12 }, (_, i) => [[good(200 + 20 * i, { outputTokens: i })]]),
    );
    const fit = fitLatency(exact, 0);
    expect(fit).toMatchObject({ n: 12, r2: 1 });
    expect([fit?.firstTokenMs, fit?.perTokenMs, fit?.tokensPerSecond].map((v) => Math.round(1e6 * (v ?? 0)) / 1e6)).toEqual([
      200, 20, 50,
    ]);
    expect(fit?.medianError).toBeCloseTo(0, 12);
    expect(
      fitLatency(
        tableOf(
          ['a'],
          Array.from({ length: 9 }, () => [[good(5, { outputTokens: 1 })]]),
        ),
        0,
      ),
    ).toBeNull();
    // Half of the answers a tenth slower, half a tenth faster than 100 + 10 a token.
    const noisy = tableOf(
      ['a'],
      Array.from({ length: 40 }, (_, i) => [[good((100 + 10 * (i >> 1)) * (i % 2 === 0 ? 1.1 : 0.9), { outputTokens: i >> 1 })]]),
    );
    const off = fitLatency(noisy, 0);
    expect(Math.abs((off?.medianError ?? 0) - 0.1)).toBeLessThan(0.02);
    expect(off?.r2).toBeGreaterThan(0.8);
    // Faster with more tokens: no slope is better than a negative one.
    const falling = fitLatency(
      tableOf(
        ['a'],
        Array.from({ length: 10 }, (_, i) => [[good(1000 - 50 * i, { outputTokens: i })]]),
      ),
      0,
    );
    expect([falling?.perTokenMs, predictedMs(falling ?? { firstTokenMs: 0, perTokenMs: 0 }, 5)]).toEqual([0, 775]);
  });
});

describe('the latency histogram', () => {
  it('has quantiles within 1.6 % of the exact ones', () => {
    const values = Array.from({ length: 5000 }, (_, i) => 3 + ((i * 7919) % 5000) ** 1.5);
    const bins = new Float64Array(LATENCY_BINS);
    for (const value of values) bins[latencyBin(value)] = (bins[latencyBin(value)] ?? 0) + 1;
    values.sort((a, b) => a - b);
    for (const p of [0.01, 0.5, 0.95, 0.99, 1]) {
      const exact = values[Math.ceil(5000 * p) - 1] as number;
      expect(Math.abs((histogramQuantile(bins, p) ?? 0) / exact - 1)).toBeLessThan(1 / 64);
    }
    expect(histogramQuantile(new Float64Array(LATENCY_BINS), 0.5)).toBeNull();
    expect([latencyBin(0), latencyBin(1e15)]).toEqual([0, LATENCY_BINS - 1]);
  });
});
