import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { codedColumn } from '../../src/domain/column.js';
import { simulateDay } from '../../src/simulate/day.js';
import type { EndedRequest } from '../../src/simulate/day-input.js';
import { arrivalsAt, recordedArrivals } from '../../src/simulate/traffic/arrivals.js';
import { rateOf } from '../../src/simulate/traffic/rate.js';
import { meanVisitSize, visitDraw, visitsOf } from '../../src/simulate/traffic/visits.js';
import { durationMs } from '../../src/strategy/duration.js';
import { aDay, aRoute, aScenario, HOUR_MS, poisson } from '../support/a-day.js';
import { tableOf } from '../support/table-of.js';

const times = (next: () => number, most = 1e6): number[] => {
  const found: number[] = [];
  for (let at = next(); at < Number.POSITIVE_INFINITY && found.length < most; at = next()) found.push(at);
  return found;
};

describe('durations', () => {
  it('are numbers with units, several in one word', () => {
    expect(['250ms', '30s', '1h30m', '2d', '1.5h'].map(durationMs)).toEqual([250, 30_000, 5_400_000, 172_800_000, 5_400_000]);
    expect(['', '5', '5 s', 's', '-1s', '1h 30m'].map(durationMs)).toEqual(Array(6).fill(null));
  });
});

describe('arrivals', () => {
  it('come evenly at a constant rate, faster where it is higher', () => {
    // A unit of work at 1/ms until 3, then at 2/ms until 5: at 1, 2, then 3.5 → work 3 is reached exactly at the border.
    const rate = { endMs: Float64Array.of(3.5, 5), perMs: Float64Array.of(1, 2) };
    expect(times(arrivalsAt(rate, 'constant', 1))).toEqual([1, 2, 3, 3.75, 4.25, 4.75]);
  });

  it('stop where the rate is 0 and go on after it', () => {
    const rate = { endMs: Float64Array.of(2, 10, 12), perMs: Float64Array.of(0.75, 0, 1) };
    expect(times(arrivalsAt(rate, 'constant', 1))).toEqual([1 / 0.75, 10.5, 11.5]);
  });

  it('of a Poisson process have mean and variance of its rate', () => {
    const counts = Array.from({ length: 400 }, (_, seed) =>
      times(arrivalsAt({ endMs: Float64Array.of(50, 100), perMs: Float64Array.of(0.1, 0.3) }, 'poisson', seed)),
    );
    const early = counts.map((all) => all.filter((at) => at < 50).length);
    const mean = early.reduce((sum, n) => sum + n, 0) / 400;
    const variance = early.reduce((sum, n) => sum + (n - mean) ** 2, 0) / 399;
    // Means of 400 Poisson counts of 5 and 15: standard errors 0.112 and 0.194; of the variance about 0.37.
    expect(Math.abs(mean - 5)).toBeLessThan(0.4);
    expect(Math.abs(variance - 5)).toBeLessThan(1.2);
    const late = counts.map((all) => all.filter((at) => at >= 50).length).reduce((sum, n) => sum + n, 0) / 400;
    expect(Math.abs(late - 15)).toBeLessThan(0.7);
  });

  it('are the same ones in every scenario: ten times the rate brings them ten times as early', () => {
    const one = arrivalsAt({ endMs: Float64Array.of(1000), perMs: Float64Array.of(0.01) }, 'poisson', 3);
    const ten = arrivalsAt({ endMs: Float64Array.of(1000), perMs: Float64Array.of(0.1) }, 'poisson', 3);
    expect(one()).toBeCloseTo(10 * ten(), 9);
  });

  it('of the dataset keep its rhythm, at any speed, over and over', () => {
    const sorted = Float64Array.of(5000, 6000, 9000);
    expect(times(recordedArrivals(sorted, 2, 6000))).toEqual([0, 500, 2000, 3000, 3500, 5000]);
    expect(times(recordedArrivals(Float64Array.of(7, 7), 1, 1000))).toEqual([0, 0]);
    expect(times(recordedArrivals(Float64Array.of(7), 1, 1000))).toEqual([0]);
  });
});

describe('the rate of a scenario', () => {
  it('multiplies the hour, what is going on, and bursts', () => {
    const scenario = aScenario({
      lengthMs: 86_400_000,
      traffic: { ...poisson(1), daily: [1, 3] },
      changes: [{ fromMs: 6 * HOUR_MS, toMs: 18 * HOUR_MS, models: null, traffic: 10 }],
    });
    const { endMs, perMs } = rateOf(scenario, 0.5, 1);
    expect([...endMs].map((at) => at / HOUR_MS)).toEqual([6, 12, 18, 24]);
    expect([...perMs]).toEqual([0.5, 5, 15, 1.5]);
  });

  it('bursts for as long and as often as said, on average', () => {
    const bursts = { factor: 5, everyMs: 900_000, lengthMs: 100_000 };
    const scenario = aScenario({ lengthMs: 100 * HOUR_MS, traffic: { ...poisson(1), bursts } });
    const shares = Array.from({ length: 10 }, (_, seed) => {
      const { endMs, perMs } = rateOf(scenario, 1, seed);
      return endMs.reduce((sum, end, i) => sum + (perMs[i] === 5 ? end - (endMs[i - 1] ?? 0) : 0), 0) / (100 * HOUR_MS);
    });
    const mean = shares.reduce((sum, share) => sum + share, 0) / 10;
    // 360 cycles a seed: the standard error of the mean share is below 0.003.
    expect(Math.abs(mean - 0.1)).toBeLessThan(0.01);
  });
});

describe('visits', () => {
  const session = codedColumn(['a', undefined, 'b', 'a', 'b', 'b']);

  it('are the queries of a session in order, or one alone', () => {
    const { offsets, rows, weight } = visitsOf(Uint32Array.of(0, 1, 2, 3, 4), Float64Array.of(1, 1, 2, 3, 2, 9), session);
    expect([[...offsets], [...rows], [...weight]]).toEqual([
      [0, 2, 3, 5],
      [0, 3, 1, 2, 4],
      [2, 1, 2],
    ]);
    expect(meanVisitSize(visitsOf(Uint32Array.of(0, 1, 3), new Float64Array(6).fill(1), session))).toBe(1.5);
  });

  it('are drawn by weight and by the mix of the hour', () => {
    const visits = visitsOf(Uint32Array.of(0, 1, 2, 3), Float64Array.of(1, 1, 2, 0), null);
    const category = codedColumn(['x', 'x', 'y', 'y']);
    const shares = (atMs: number): number[] => {
      const draw = visitDraw(visits, category, [{ fromMs: 100, weights: { x: 3 } }], 1);
      const counts = [0, 0, 0, 0];
      for (let i = 0; i < 20_000; i++) {
        const drawn = draw(i, atMs);
        counts[drawn] = (counts[drawn] ?? 0) + 1;
      }
      return counts.map((count) => count / 20_000);
    };
    for (const [atMs, expected] of [
      [0, [0.25, 0.25, 0.5, 0]],
      [100, [0.375, 0.375, 0.25, 0]],
    ] as const)
      for (const [i, share] of shares(atMs).entries()) expect(Math.abs(share - (expected[i] ?? 0))).toBeLessThan(0.015);
  });

  it('go on when their last query was answered and thought about, and keep their session', () => {
    const table = tableOf(
      ['a'],
      Array.from({ length: 4 }, () => [[{ quality: 1, costUsd: 0, latencyMs: 1000 }]]),
    );
    const ended: EndedRequest[] = [];
    const day = aDay(table, aRoute(['a']), { onEnd: (one) => ended.push(one) });
    const signals = new Map([['session', codedColumn(['s', 's', 's', 's'])]]);
    const scenario = aScenario({ traffic: { ...poisson(1), sessions: { signal: 'session', gapMs: 5000 } } });
    simulateDay({ ...day, scenario, queries: { ...day.queries, signals } });
    // A visit of four: four requests a visit, so the rate of visits is a quarter of that of requests.
    const rows = [0, 1, 2, 3].map((row) => ended.filter((one) => one.row === row).length);
    expect(Math.abs((rows[0] ?? 0) - 900)).toBeLessThan(120);
    expect(rows.every((count, row) => row === 0 || count <= (rows[row - 1] ?? 0))).toBe(true);
    expect(Math.abs(ended.length / 3600 - 1)).toBeLessThan(0.12);
  });
});

it('no request comes twice or never, whatever the rate', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0.05, max: 3, noNaN: true }),
      fc.constantFrom('poisson' as const, 'constant' as const),
      (perSecond, kind) => {
        const table = tableOf(['a'], [[[{ quality: 1, costUsd: 0, latencyMs: 10 }]]]);
        const arrived: number[] = [];
        const traffic = { ...poisson(1), arrivals: { kind, perSecond } };
        simulateDay(
          aDay(table, aRoute(['a']), { scenario: aScenario({ traffic }), onEnd: ({ arrivedMs }) => arrived.push(arrivedMs) }),
        );
        if (kind === 'constant') expect(Math.abs(arrived.length - 3600 * perSecond)).toBeLessThanOrEqual(1);
        expect(new Set(arrived).size).toBe(arrived.length);
      },
    ),
    { numRuns: 20 },
  );
});
