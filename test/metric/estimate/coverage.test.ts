import { expect, it } from 'vitest';
import { moneyEstimates } from '../../../src/metric/estimate/money.js';
import { moneyRatios } from '../../../src/metric/estimate/money-ratios.js';
import { differenceEstimate, qualityDifference } from '../../../src/metric/estimate/paired.js';
import { resampled } from '../../../src/metric/resampled.js';
import { hash32 } from '../../../src/stats/hash.js';
import { singleQueries } from '../../support/a-part.js';

// A short form of bench/coverage.ts: the same seeds, the same counts.
const SETS = 200;
const SIZE = 100;
const uniform = (set: number, query: number, salt: number): number => (hash32(set, query, salt) + 0.5) / 2 ** 32;

function covered(truth: number, of: (set: number) => { low: number | null; high: number | null }): number {
  return Array.from({ length: SETS }, (_, set) => of(set)).filter(
    ({ low, high }) => (low ?? truth) <= truth && truth <= (high ?? truth),
  ).length;
}

it('the mean of log-normal costs (σ = 1) is covered about 95 times in 100', () => {
  const gauss = (set: number, query: number): number =>
    Math.sqrt(-2 * Math.log(uniform(set, query, 1))) * Math.cos(2 * Math.PI * uniform(set, query, 2));
  const hits = covered(Math.exp(0.5), (set) => {
    const cost = Float64Array.from({ length: SIZE }, (_, query) => 1e12 * Math.exp(gauss(set, query)));
    const ratios = Object.values(moneyRatios({ self: 0, reference: 0 }));
    const totals = resampled([new Map([['cost', cost]])], singleQueries(SIZE), { replicates: 300, seed: set, ratios });
    return moneyEstimates(totals, { self: 0, reference: 0 }, SIZE, 0.95).mean;
  });
  // 95 % of 200 is 190, with a standard deviation of 3.
  expect(hits).toBeGreaterThanOrEqual(183);
  expect(hits).toBeLessThanOrEqual(199);
});

it('the difference of two rows that differ on four queries in a hundred is covered about 95 times in 100', () => {
  // Three are lost where one is won: −.02.
  const hits = covered(-0.02, (set) => {
    const base = new Float64Array(SIZE).fill(1);
    const own = base.map((_, query) => {
      const draw = uniform(set, query, 3);
      return draw < 0.03 ? 0 : draw < 0.04 ? 2 : 1;
    });
    const totals = resampled([new Map([['quality', own]]), new Map([['quality', base]])], singleQueries(SIZE), {
      replicates: 300,
      seed: set,
    });
    return differenceEstimate(qualityDifference(totals, 0, 1), SIZE, 0.95);
  });
  expect(hits).toBeGreaterThanOrEqual(183);
  expect(hits).toBeLessThanOrEqual(199);
});
