import { describe, expect, it } from 'vitest';
import { blockSum } from '../../src/stats/block.js';
import { forEachReplicate, resampleTotals } from '../../src/stats/bootstrap.js';
import { apgr, cpt, prepareCurve, quantileThresholds } from '../../src/stats/curve.js';
import { hash32 } from '../../src/stats/hash.js';
import { holm } from '../../src/stats/holm.js';
import { concaveEnvelope, interpolateHull, paretoFront, trapezoidArea } from '../../src/stats/hull.js';
import { estimateOf, percentileInterval } from '../../src/stats/interval.js';
import { mcnemar } from '../../src/stats/mcnemar.js';
import { minimumDetectableDifference, normalQuantile, observationsNeeded } from '../../src/stats/normal.js';
import { poisson1 } from '../../src/stats/poisson.js';
import { quantileRanks, weightedQuantile } from '../../src/stats/quantile.js';
import { signFlipTest } from '../../src/stats/sign-flip.js';
import { spread } from '../../src/stats/spread.js';

const range = (n: number): Float64Array => Float64Array.from({ length: n }, (_, i) => i + 1);

describe('hash32 and poisson1', () => {
  it('draw Poisson(1): mean, variance and the chances of 0 to 4 within Monte Carlo error', () => {
    const n = 400_000;
    const counts = new Array<number>(14).fill(0);
    let sum = 0;
    let squares = 0;
    for (let i = 0; i < n; i++) {
      const k = poisson1(hash32(7, i, 3));
      counts[k] = (counts[k] ?? 0) + 1;
      sum += k;
      squares += k * k;
    }
    const mean = sum / n;
    expect(Math.abs(mean - 1)).toBeLessThan(4 / Math.sqrt(n));
    expect(Math.abs(squares / n - mean * mean - 1)).toBeLessThan(4 * Math.sqrt(3 / n));
    const chances = [1, 1, 1 / 2, 1 / 6, 1 / 24].map((factor) => factor / Math.E);
    for (const [k, chance] of chances.entries())
      expect(Math.abs((counts[k] ?? 0) / n - chance)).toBeLessThan(4 * Math.sqrt(chance / n));
  });

  it('sit exactly on the thresholds', () => {
    const first = Math.round(2 ** 32 / Math.E);
    expect([poisson1(first - 1), poisson1(first), poisson1(2 * first - 2), poisson1(2 ** 32 - 1)]).toEqual([0, 1, 1, 12]);
    expect(poisson1(Math.round((2 ** 32 * 2) / Math.E) + 1)).toBe(2);
  });

  it('streams of neighbouring keys and replicates are uncorrelated', () => {
    const correlation = (f: (i: number) => number, g: (i: number) => number): number => {
      const n = 50_000;
      let fg = 0;
      for (let i = 0; i < n; i++) fg += (f(i) / 2 ** 32 - 0.5) * (g(i) / 2 ** 32 - 0.5) * 12;
      return fg / n;
    };
    for (const g of [(i: number) => hash32(1, i + 1, 0), (i: number) => hash32(1, i, 1), (i: number) => hash32(2, i, 0)]) {
      expect(Math.abs(correlation((i) => hash32(1, i, 0), g))).toBeLessThan(4 / Math.sqrt(50_000));
    }
  });
});

describe('resampleTotals', () => {
  const keys = Uint32Array.from({ length: 9000 }, (_, i) => i * 7);
  const column = Float64Array.from(keys, (key) => (key % 5) + 1);

  it('draws the same weights for a column whatever stands beside it', () => {
    const alone = resampleTotals({ seed: 3, replicates: 20, groupKeys: keys, columns: [column] })[0];
    const beside = resampleTotals({
      seed: 3,
      replicates: 20,
      groupKeys: keys,
      columns: [keys as unknown as Float64Array, column].map((one) => Float64Array.from(one)),
    })[1];
    expect(alone).toEqual(beside);
  });

  it('adds up over shards of whole blocks, and agrees with the weights one by one', () => {
    const [whole] = resampleTotals({ seed: 3, replicates: 20, groupKeys: keys, columns: [column] });
    const shard = (from: number, to: number) =>
      resampleTotals({ seed: 3, replicates: 20, groupKeys: keys.subarray(from, to), columns: [column.subarray(from, to)] })[0];
    const [a, b, c] = [shard(0, 4096), shard(4096, 8192), shard(8192, 9000)];
    const summed = Float64Array.from(whole ?? [], (_, i) => (a?.[i] ?? 0) + (b?.[i] ?? 0) + (c?.[i] ?? 0));
    expect(summed).toEqual(whole);
    forEachReplicate({ seed: 3, replicates: 20, groupKeys: keys }, (replicate, weights) => {
      let sum = 0;
      weights.forEach((weight, i) => {
        sum += weight * (column[i] as number);
      });
      expect(sum).toBe(whole?.[replicate]);
    });
  });
});

describe('intervals and quantiles', () => {
  it('percentileInterval interpolates between order statistics', () => {
    const interval = percentileInterval(range(101), 0.9);
    expect(interval?.low).toBeCloseTo(6, 12);
    expect(interval?.high).toBeCloseTo(96, 12);
    expect(percentileInterval(range(19), 0.95)).toBeNull();
    expect(
      percentileInterval(
        Float64Array.from({ length: 100 }, (_, i) => (i < 10 ? Number.NaN : i)),
        0.95,
      ),
    ).toBeNull();
  });

  it('estimateOf shows nothing where the value is not a number', () => {
    expect(estimateOf(Number.NaN, range(100), 5, 0.95)).toEqual({ value: null, low: null, high: null, n: 0 });
  });

  it('weightedQuantile is the order statistic of rank ⌈np⌉ for equal weights and follows weights', () => {
    const ones = new Float64Array(10).fill(1);
    expect([0.01, 0.1, 0.11, 0.5, 0.95, 1].map((p) => weightedQuantile(range(10), ones, p))).toEqual([1, 1, 2, 5, 10, 10]);
    expect(weightedQuantile(Float64Array.of(3, 1, 2), Float64Array.of(1, 8, 1), 0.5)).toBe(1);
    expect(weightedQuantile(Float64Array.of(3, 1, 2), Float64Array.of(8, 1, 1), 0.5)).toBe(3);
  });

  it('quantileRanks has the tabulated ranks, and none where the sample is too small', () => {
    // Conover, table for the median: n = 10 → ranks 2 and 9; n = 20 → 6 and 15.
    expect(quantileRanks(10, 0.5, 0.95)).toEqual({ low: 2, high: 9 });
    expect(quantileRanks(20, 0.5, 0.95)).toEqual({ low: 6, high: 15 });
    // .99^100 = .366 and .99^368 = .0248: the largest of 368 values is the first that can bound the 99th percentile.
    expect([100, 367, 368].map((n) => quantileRanks(n, 0.99, 0.95).high)).toEqual([null, null, 368]);
    expect(quantileRanks(0, 0.5, 0.95)).toEqual({ low: null, high: null });
    const ranks = quantileRanks(1_000_000, 0.95, 0.95);
    const million = { low: ranks.low ?? 0, high: ranks.high ?? 0 };
    expect(Math.abs(million.low - (950_000 - 1.96 * Math.sqrt(1e6 * 0.0475)))).toBeLessThan(3);
    expect(Math.abs(million.high - (950_001 + 1.96 * Math.sqrt(1e6 * 0.0475)))).toBeLessThan(3);
  });

  it('spread is the sample standard deviation', () => {
    expect(spread(Float64Array.of(2, 4, 4, 4, 5, 5, 7, 9))).toBeCloseTo(Math.sqrt(32 / 7), 12);
    expect(spread(Float64Array.of(1))).toBeNull();
  });

  it('blockSum keeps weights and order', () => {
    expect(blockSum(range(10_000))).toBe(50_005_000);
    expect(blockSum(Float64Array.of(1, 2), Float64Array.of(3, 4))).toBe(11);
  });
});

describe('tests', () => {
  it('McNemar, by hand: 1 against 6 discordant pairs', () => {
    // P(B ≤ 1) for Binomial(7, ½) = 8/128, doubled .125; mid-p takes off P(B = 1) = 7/128.
    const test = mcnemar(1, 6);
    expect(test.pExact).toBeCloseTo(0.125, 12);
    expect(test.pMid).toBeCloseTo(0.125 - 7 / 128, 12);
    expect(test.chi2).toBeCloseTo(25 / 7, 12);
    expect(test.chi2Corrected).toBeCloseTo(16 / 7, 12);
    expect(mcnemar(6, 1).pExact).toBe(test.pExact);
    expect(mcnemar(0, 0).pExact).toBe(1);
    expect(mcnemar(5, 5).pExact).toBe(1);
    expect(mcnemar(0, 10).pExact).toBeCloseTo(2 / 1024, 12);
  });

  it('McNemar keeps the exponent where the p-value underflows', () => {
    expect(mcnemar(0, 2000).pExact).toBe(0);
    expect(mcnemar(0, 2000).log10PExact).toBeCloseTo(1999 * Math.log10(0.5), 6);
  });

  it('sign flips try every pattern of few differences', () => {
    // |±1 ±2 ±3| ≥ 6 for 2 of 8 patterns.
    expect(signFlipTest(Float64Array.of(1, 2, 3, 0), { seed: 1, permutations: 10 })).toEqual({
      p: 0.25,
      permutations: 8,
      exact: true,
    });
    expect(signFlipTest(Float64Array.of(0, 0), { seed: 1, permutations: 10 }).p).toBe(1);
  });

  it('sign flips of many differences approach the normal p-value', () => {
    const differences = Float64Array.from({ length: 400 }, (_, i) => (i < 220 ? 1 : -1));
    // z = 40 / 20 = 2, two-sided with continuity: P(|S| ≥ 40) ≈ .0511.
    const { p, exact } = signFlipTest(differences, { seed: 5, permutations: 20_000 });
    expect(exact).toBe(false);
    expect(Math.abs(p - 0.0511)).toBeLessThan(0.006);
  });

  it('Holm, by hand', () => {
    const adjusted = holm([0.01, 0.04, 0.03]);
    [0.03, 0.06, 0.06].forEach((value, i) => {
      expect(adjusted[i]).toBeCloseTo(value, 12);
    });
    expect(holm([0.9, 0.8])).toEqual([1, 1]);
    expect(holm([])).toEqual([]);
  });

  it('normal quantiles to fourteen digits', () => {
    const known = [
      [0.5, 0],
      [0.975, 1.959963984540054],
      [0.8, 0.8416212335729143],
      [0.999, 3.090232306167813],
      [1e-10, -6.361340902404056],
    ] as const;
    for (const [p, z] of known) expect(normalQuantile(p)).toBeCloseTo(z, 12);
    expect(minimumDetectableDifference(0.01, { alpha: 0.05, power: 0.8 })).toBeCloseTo(0.02801585217, 9);
  });
});

describe('observationsNeeded', () => {
  const test = { alpha: 0.05, power: 0.8 };

  it('by hand: a difference of one standard error needs (1.96 + .8416)² = 7.849 times the queries', () => {
    expect(observationsNeeded({ n: 100, difference: 0.01, standardError: 0.01 }, test)).toBe(785);
    expect(observationsNeeded({ n: 100, difference: -0.005, standardError: 0.01 }, test)).toBe(3140);
    expect(observationsNeeded({ n: 100, difference: 0, standardError: 0.01 }, test)).toBe(Number.POSITIVE_INFINITY);
  });

  it('is the number at which the least detectable difference is the difference', () => {
    const needed = observationsNeeded({ n: 400, difference: 0.013, standardError: 0.02 }, test);
    expect(minimumDetectableDifference(0.02 * Math.sqrt(400 / needed), test)).toBeCloseTo(0.013, 5);
  });
});

describe('hull and front', () => {
  const p = (x: number, y: number) => ({ x, y });

  it('takes the non-decreasing upper hull', () => {
    expect(concaveEnvelope([p(0, 0), p(1, 3), p(2, 3.5), p(3, 5), p(4, 4)])).toEqual([0, 1, 3]);
  });

  it('is valid for no, one and two points, ties and equal x', () => {
    expect(concaveEnvelope([])).toEqual([]);
    expect(concaveEnvelope([p(1, 1)])).toEqual([0]);
    expect(concaveEnvelope([p(1, 2), p(2, 1)])).toEqual([0]);
    expect(concaveEnvelope([p(1, 1), p(1, 3), p(1, 3)])).toEqual([1]);
    expect(concaveEnvelope([p(0, 0), p(1, 1), p(2, 2)])).toEqual([0, 2]);
  });

  it('interpolates, flat to the right and undefined to the left', () => {
    const hull = [p(1, 1), p(3, 2)];
    expect([0.5, 1, 2, 3, 9].map((x) => interpolateHull(hull, x))).toEqual([Number.NaN, 1, 1.5, 2, 2]);
  });

  it('keeps what nothing dominates, equal points all of them', () => {
    const points = [
      { cost: 1, quality: 1 },
      { cost: 2, quality: 1 },
      { cost: 2, quality: 3 },
      { cost: 2, quality: 3 },
      { cost: 3, quality: 2 },
    ];
    expect(paretoFront(points)).toEqual([0, 2, 3]);
  });

  it('adds trapezoids', () => {
    expect(trapezoidArea([0, 1, 3], [0, 2, 2])).toBe(5);
  });
});

describe('strong/weak curves', () => {
  const ones = (n: number) => new Float64Array(n).fill(1);

  it('moves ties together and ends at both models', () => {
    const { curve } = prepareCurve(Float64Array.of(3, 3, 1, 2), Float64Array.of(0, 0, 0, 0), Float64Array.of(1, 0, 1, 0));
    const { strongShare, quality } = curve(ones(4));
    expect([...strongShare]).toEqual([0, 0.5, 0.75, 1]);
    expect([...quality]).toEqual([0, 0.25, 0.25, 0.5]);
  });

  it('APGR of a straight line is one half, CPT its share', () => {
    const line = { strongShare: Float64Array.of(0, 1), quality: Float64Array.of(0.4, 0.8) };
    expect(apgr(line)).toBeCloseTo(0.5, 12);
    expect(cpt(line, 0.8)).toBeCloseTo(0.8, 12);
  });

  it('CPT takes the first crossing of a curve that falls again', () => {
    const bumpy = { strongShare: Float64Array.of(0, 0.25, 0.5, 0.75, 1), quality: Float64Array.of(0, 0.6, 0.2, 0.7, 1) };
    expect(cpt(bumpy, 0.5)).toBeCloseTo(0.25 * (0.5 / 0.6), 12);
    expect(cpt(bumpy, 0.65)).toBeCloseTo(0.5 + 0.25 * ((0.65 - 0.6) / 0.1), 12);
  });

  it('CPT on flat stretches: the first share that reaches the level, after them or before', () => {
    const late = { strongShare: Float64Array.of(0, 0.5, 1), quality: Float64Array.of(0.2, 0.2, 0.6) };
    expect(cpt(late, 0.5)).toBeCloseTo(0.75, 12);
    const early = { strongShare: Float64Array.of(0, 0.5, 1), quality: Float64Array.of(0.2, 0.6, 0.6) };
    expect(cpt(early, 0.5)).toBeCloseTo(0.25, 12);
    expect(cpt(early, 1)).toBeCloseTo(0.5, 12);
    expect(apgr(late)).toBeCloseTo(0.25, 12);
    expect(apgr(early)).toBeCloseTo(0.75, 12);
  });

  it('is undefined where the strong model is not better', () => {
    const flat = { strongShare: Float64Array.of(0, 1), quality: Float64Array.of(0.5, 0.5) };
    expect(apgr(flat)).toBeNaN();
    expect(cpt(flat, 0.5)).toBeNaN();
  });

  it('reads thresholds off the curve', () => {
    const score = range(100);
    const prepared = prepareCurve(score, new Float64Array(100), ones(100));
    const curve = prepared.curve(ones(100));
    expect([...prepared.at(curve, [1, 51, Number.POSITIVE_INFINITY]).strongShare]).toEqual([0, 0.5, 1]);
    expect(quantileThresholds(range(11))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, Number.POSITIVE_INFINITY]);
  });
});
