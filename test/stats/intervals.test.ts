import { describe, expect, it } from 'vitest';
import { hash32 } from '../../src/stats/hash.js';
import { bootstrapInterval, estimateOf, influenceOf, widenedZ } from '../../src/stats/interval.js';
import { newcombePaired } from '../../src/stats/newcombe.js';
import { normalCdf, normalQuantile } from '../../src/stats/normal.js';
import { studentQuantile } from '../../src/stats/student.js';
import { studentisedInterval } from '../../src/stats/studentised.js';
import { tangoInterval } from '../../src/stats/tango.js';
import { effectiveSize, wilsonInterval } from '../../src/stats/wilson.js';

const close = (actual: { low: number; high: number } | null, low: number, high: number, digits: number): void => {
  expect(actual?.low).toBeCloseTo(low, digits);
  expect(actual?.high).toBeCloseTo(high, digits);
};

describe('normal and Student', () => {
  it('the distribution function is the inverse of the quantile, to fifteen digits', () => {
    for (const p of [1e-9, 0.001, 0.025, 0.3, 0.5, 0.9, 0.975, 0.9999]) expect(normalCdf(normalQuantile(p))).toBeCloseTo(p, 15);
    expect([normalCdf(-9), normalCdf(9)]).toEqual([0, 1]);
  });

  it('quantiles of t are those of the tables', () => {
    const table = [
      [8, 2.306004],
      [9, 2.262157],
      [19, 2.093024],
      [99, 1.984217],
    ] as const;
    for (const [degrees, t] of table) expect(studentQuantile(0.975, degrees)).toBeCloseTo(t, 4);
    expect(studentQuantile(0.975, 4)).toBeCloseTo(2.776, 2);
    // √(100/99) · 1.984217.
    expect(widenedZ(0.95, 100)).toBeCloseTo(1.994213, 5);
  });
});

describe('Wilson, Newcombe and Tango', () => {
  // RouteLLM GSM8K: strong right on 739 + 382, weak on 739 + 94, of 1,307.
  it('have the anchors to every digit given', () => {
    close(wilsonInterval(1121 / 1307, 1307, 0.95), 0.837699, 0.875583, 6);
    close(wilsonInterval(833 / 1307, 1307, 0.95), 0.610906, 0.662964, 6);
    close(newcombePaired({ both: 739, onlyFirst: 382, onlySecond: 94, neither: 92 }, 0.95), 0.189625, 0.250604, 6);
  });

  it('Newcombe has the value of his own table (1998, a = 36, b = 12, c = 2, d = 0)', () => {
    close(newcombePaired({ both: 36, onlyFirst: 12, onlySecond: 2, neither: 0 }, 0.95), 0.0569, 0.3404, 4);
  });

  it('by hand: nothing seen in 100 leaves z²/(100 + z²) above', () => {
    close(wilsonInterval(0, 100, 0.95), 0, 3.841459 / 103.841459, 8);
    close(wilsonInterval(1, 100, 0.95), 1 - 3.841459 / 103.841459, 1, 8);
    expect(wilsonInterval(0, 100, 0.95).low).toBe(0);
    expect(wilsonInterval(1, 100, 0.95).high).toBe(1);
  });

  it('Tango has the values of his own paper (1998): 12 against 2 of 50, and 0 against 1 of 44', () => {
    close(tangoInterval({ both: 36, onlyFirst: 12, onlySecond: 2, neither: 0 }, 0.95), 0.0611, 0.3447, 4);
    close(tangoInterval({ both: 43, onlyFirst: 0, onlySecond: 1, neither: 0 }, 0.95), -0.1181, 0.0594, 4);
  });

  it('Tango ends where McNemar’s statistic is z², and excludes 0 just when it is larger', () => {
    // 15 against 5: (15 − 5)²/20 = 5 > 3.84; 13 against 5: 64/18 = 3.56.
    expect(tangoInterval({ both: 50, onlyFirst: 15, onlySecond: 5, neither: 30 }, 0.95).low).toBeGreaterThan(0);
    expect(tangoInterval({ both: 50, onlyFirst: 13, onlySecond: 5, neither: 30 }, 0.95).low).toBeLessThan(0);
    const confidence = 2 * normalCdf(Math.sqrt(5)) - 1;
    expect(tangoInterval({ both: 50, onlyFirst: 15, onlySecond: 5, neither: 30 }, confidence).low).toBeCloseTo(0, 12);
  });

  it('a paired table without a difference still has a width, the same either way: z²/(n + z²) by Tango', () => {
    const same = { both: 80, onlyFirst: 0, onlySecond: 0, neither: 20 };
    close(tangoInterval(same, 0.95), -3.841459 / 103.841459, 3.841459 / 103.841459, 8);
    expect(newcombePaired(same, 0.95).high).toBeGreaterThan(0.01);
    expect(newcombePaired(same, 0.95).low).toBeCloseTo(-newcombePaired(same, 0.95).high, 12);
  });

  it('the effective size undoes the standard error', () => {
    expect(effectiveSize(0.2, Math.sqrt((0.2 * 0.8) / 150))).toBeCloseTo(150, 9);
  });
});

describe('bootstrapInterval', () => {
  const uniform = Float64Array.from({ length: 1001 }, (_, i) => i / 1000);

  it('percentiles are widened for few groups', () => {
    const tail = normalCdf(-widenedZ(0.95, 20));
    expect(tail).toBeLessThan(0.02);
    close(bootstrapInterval(0.5, uniform, 0.95, { groups: 20 }), tail, 1 - tail, 12);
    expect(bootstrapInterval(0.5, uniform, 0.95, { groups: 1 })).toBeNull();
  });

  it('BCa, by hand: 600 of 1,000 replicates below the value, acceleration .05', () => {
    // z0 = Φ⁻¹(.6) = .253347; lower: z0 + (z0 − z)/(1 − .05 (z0 − z)), z = widenedZ.
    const z0 = 0.2533471031357997;
    const z = widenedZ(0.95, 1_000_000);
    const level = (side: number): number => normalCdf(z0 + (z0 + side) / (1 - 0.05 * (z0 + side)));
    const replicates = Float64Array.from({ length: 1000 }, (_, i) => (i + 0.5) / 1000);
    const interval = bootstrapInterval(0.6, replicates, 0.95, { groups: 1_000_000, acceleration: 0.05 });
    close(interval, 0.0005 + (999 / 1000) * level(-z), 0.0005 + (999 / 1000) * level(z), 9);
    expect(level(-z)).toBeGreaterThan(0.07);
  });

  it('equal replicates count half: what is symmetric stays so', () => {
    const steps = Float64Array.from({ length: 999 }, (_, i) => Math.floor(i / 333) - 1);
    close(bootstrapInterval(0, steps, 0.5, { groups: 1e6, acceleration: 0 }), -1, 1, 12);
  });

  it('estimateOf without a sample keeps plain percentiles', () => {
    const { value, low, high, n } = estimateOf(0.5, uniform, 9, 0.9);
    expect([value, n]).toEqual([0.5, 9]);
    close({ low: low ?? 0, high: high ?? 0 }, 0.05, 0.95, 12);
  });
});

describe('influenceOf', () => {
  it('by hand: leaving one out of (0, 0, 3) moves the mean to 1.5, 1.5 and 0', () => {
    // Mean 1; deviations −.5, −.5, 1: squares 1.5, cubes .75; .75 / (6 · 1.5^1.5).
    expect(influenceOf(Float64Array.of(1.5, 1.5, 0), 3).acceleration).toBeCloseTo(0.75 / (6 * 1.5 ** 1.5), 12);
    expect(influenceOf(Float64Array.of(2, 2, 2), 30)).toEqual({ acceleration: 0, degrees: 29 });
    expect(influenceOf(Float64Array.of(2, Number.NaN), 30)).toEqual({ acceleration: 0, degrees: 29 });
  });

  it('degrees of freedom by hand: one group in a hundred carries everything, or two do', () => {
    const carried = (by: number) => Float64Array.from({ length: 100 }, (_, i) => (i < by ? 0 : 1));
    // κ of a share p is (1 − 3p(1 − p))/(p(1 − p)): 97.01 at .01, 3.25 at .2; 2n/(κ − 1) is 2.08 and 88.9.
    expect(influenceOf(carried(1), 100).degrees).toBe(4);
    expect(influenceOf(carried(20), 100).degrees).toBeCloseTo(200 / 2.25, 9);
    expect(influenceOf(carried(50), 100).degrees).toBe(99);
  });

  it('blocks of groups estimate what single groups do', () => {
    const size = 20_000;
    const values = Float64Array.from({ length: size }, (_, i) => -Math.log((hash32(1, i, 0) + 0.5) / 2 ** 32));
    const total = values.reduce((sum, value) => sum + value, 0);
    const leftOut = (blocks: number): Float64Array => {
      const sums = new Float64Array(blocks);
      values.forEach((value, i) => {
        sums[i % blocks] = (sums[i % blocks] as number) + value;
      });
      return sums.map((sum) => (total - sum) / (size - size / blocks));
    };
    // An exponential's skewness is 2: a = 2 / (6 √n).
    const expected = 2 / (6 * Math.sqrt(size));
    expect(influenceOf(leftOut(size), size).acceleration / expected).toBeCloseTo(1, 1);
    const noise = Math.sqrt(6 / 200) / (6 * Math.sqrt(200));
    expect(Math.abs(influenceOf(leftOut(200), size).acceleration - expected)).toBeLessThan(4 * noise);
    // Its kurtosis is 9: 2n/8.
    expect(influenceOf(leftOut(size), size).degrees / (size / 4)).toBeCloseTo(1, 0);
  });
});

describe('studentisedInterval', () => {
  it('turns the scores round: value − q·SE', () => {
    // Scores t from −2 to 2, evenly: SE* of 2 each.
    const replicates = Float64Array.from({ length: 401 }, (_, i) => 10 + 2 * (i / 100 - 2));
    const interval = studentisedInterval(
      { value: 10, standardError: 3, replicates, standardErrors: replicates.map(() => 2) },
      0.5,
      { groups: 1e6 },
    );
    close(interval, 10 - 3 * 1, 10 + 3 * 1, 3);
  });

  it('gives up where many replicates have no spread', () => {
    const replicates = Float64Array.from({ length: 100 }, (_, i) => i);
    const standardErrors = replicates.map((value) => (value < 6 ? 0 : 1));
    expect(studentisedInterval({ value: 50, standardError: 1, replicates, standardErrors }, 0.95, { groups: 50 })).toBeNull();
  });
});
