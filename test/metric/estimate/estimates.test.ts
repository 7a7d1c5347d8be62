import { describe, expect, it } from 'vitest';
import { moneyEstimates } from '../../../src/metric/estimate/money.js';
import { moneyRatios } from '../../../src/metric/estimate/money-ratios.js';
import { differenceEstimate, qualityDifference, retentionEstimate } from '../../../src/metric/estimate/paired.js';
import { squareOf } from '../../../src/metric/estimate/products.js';
import { falling, scaled } from '../../../src/metric/estimate/seen.js';
import { clusteredShare, shareEstimate } from '../../../src/metric/estimate/share.js';
import type { Quantity, Term } from '../../../src/metric/family.js';
import { type ArmSums, estimated, resampled } from '../../../src/metric/resampled.js';
import { withWidth } from '../../../src/metric/score-arm.js';
import { hash32 } from '../../../src/stats/hash.js';
import { wilsonInterval } from '../../../src/stats/wilson.js';
import { aPart, singleQueries } from '../../support/a-part.js';

const USD = 1e12;
const sums = (columns: Partial<Record<Quantity, readonly number[]>>): ArmSums =>
  new Map(Object.entries(columns).map(([quantity, values]) => [quantity as Quantity, Float64Array.from(values ?? [])]));
const uniform = (index: number, salt: number): number => (hash32(9, index, salt) + 0.5) / 2 ** 32;
const ratiosOf = (reference: number) => Object.values(moneyRatios({ self: 0, reference }));
const OPTIONS = { replicates: 2000, seed: 5 };

describe('resampled', () => {
  const totals = resampled([sums({ quality: [1, 2, 3, 4] })], aPart([0, 1, 2, 3]), { replicates: 50, seed: 1 });

  it('leaves every group out once', () => {
    expect(totals.blocks).toBe(4);
    const left = Array.from({ length: 4 }, (_, block) => {
      const view = totals.without(block);
      return [view.of(0, 'quality'), view.weight];
    });
    expect(left).toEqual([
      [9, 3],
      [8, 3],
      [7, 3],
      [6, 3],
    ]);
  });

  it('leaves out blocks of many groups, every group in one of them', () => {
    const size = 450;
    const many = resampled([sums({ quality: Array.from({ length: size }, (_, i) => i) })], singleQueries(size), OPTIONS);
    expect(many.blocks).toBe(200);
    const missing = Array.from({ length: 200 }, (_, block) => many.point.weight - many.without(block).weight);
    expect(missing.reduce((sum, weight) => sum + weight, 0)).toBe(size);
    // Groups 0, 200 and 400 are one block.
    expect(many.point.of(0, 'quality') - many.without(0).of(0, 'quality')).toBe(600);
  });

  it('tells how far terms move the groups, and keeps no products unless asked', () => {
    const twice: Term = { arm: 0, quantity: 'quality', times: 2 };
    expect(totals.movement([twice])).toEqual({ moving: 4, squares: 4 + 16 + 36 + 64 });
    expect(totals.movement([twice, { ...twice, times: -2 }])).toEqual({ moving: 0, squares: 0 });
    expect(totals.products).toBeNull();
  });

  it('gives a skewed mean a skewed interval: BCa reaches further up than down', () => {
    const values = Array.from(
      { length: 80 },
      (_, i) => Math.exp(1.5 * (uniform(i, 1) + uniform(i, 2) + uniform(i, 3) - 1.5)) ** 2,
    );
    const skewed = resampled([sums({ quality: values })], singleQueries(80), OPTIONS);
    const { value, low, high } = estimated(skewed, (view) => view.of(0, 'quality') / view.weight, 80, 0.95);
    expect((high ?? 0) - (value ?? 0)).toBeGreaterThan(1.15 * ((value ?? 0) - (low ?? 0)));
  });
});

describe('products of columns, by hand', () => {
  // Costs 1, 2 and 3 against 4, 4 and 5, weights 1, 1, 2.
  const totals = resampled([sums({ cost: [1, 2, 3] }), sums({ cost: [4, 4, 5] })], aPart([0, 1, 2], [1, 1, 2]), {
    replicates: 30,
    seed: 1,
    ratios: ratiosOf(1),
  });
  const terms: readonly Term[] = [
    { arm: 0, quantity: 'cost', times: 1 },
    { arm: 1, quantity: 'cost', times: 1 },
    { arm: 0, quantity: 'weight', times: 1 },
  ];
  const square = (form: readonly [number, number, number], replicate: number | null = null) =>
    squareOf(form, (one, other) => totals.products?.between(terms[one] as Term, terms[other] as Term)?.(replicate) ?? Number.NaN);

  it('are squares of forms summed over groups', () => {
    expect(square([1, 0, 0])).toBe(1 + 4 + 9);
    expect(square([0, 0, 1])).toBe(1 + 1 + 4);
    expect(square([1, -1, 0])).toBe(9 + 4 + 4);
    expect(square([2, 1, -1])).toBe((2 + 4 - 1) ** 2 + (4 + 4 - 1) ** 2 + (6 + 5 - 2) ** 2);
  });

  it('of a resample count a group as often as it was drawn', () => {
    const view = totals.replicate(3);
    const moment = square([0, 0, 1], 3);
    // Weights 1, 1, 2 drawn a, b, c times: a + b + 2c and a + b + 4c.
    expect((moment - view.weight) % 2).toBe(0);
    expect(moment).toBeGreaterThanOrEqual(view.weight);
  });
});

describe('money', () => {
  const size = 120;
  const costs = Array.from({ length: size }, (_, i) => USD * Math.exp(2 * (uniform(i, 1) + uniform(i, 2) + uniform(i, 3) - 1.5)));
  const twice = costs.map((cost) => 2 * cost);

  it('is a mean, a difference and a ratio', () => {
    const totals = resampled([sums({ cost: costs }), sums({ cost: twice })], singleQueries(size), {
      ...OPTIONS,
      ratios: ratiosOf(1),
    });
    const { mean, difference, ratio } = moneyEstimates(totals, { self: 0, reference: 1 }, size, 0.95);
    const expected = costs.reduce((sum, cost) => sum + cost, 0) / USD / size;
    expect(mean.value).toBeCloseTo(expected, 12);
    expect(difference.value).toBeCloseTo(-expected, 12);
    // Always half: nothing to doubt.
    expect(ratio).toMatchObject({ value: 0.5, low: 0.5, high: 0.5 });
    // The bill has its doubt above.
    expect((mean.high ?? 0) - expected).toBeGreaterThan(expected - (mean.low ?? 0));
  });

  it('falls back to BCa without products, or with too few queries that cost', () => {
    const bare = resampled([sums({ cost: costs })], singleQueries(size), OPTIONS);
    const bca = estimated(bare, (view) => view.of(0, 'cost') / view.weight, size, 0.95);
    expect(moneyEstimates(bare, { self: 0, reference: 0 }, size, 0.95).mean).toEqual(scaled(bca, 1e-12));
    const two = costs.map((cost, index) => (index < 2 ? cost : 0));
    const rare = resampled([sums({ cost: two })], singleQueries(size), { ...OPTIONS, ratios: ratiosOf(0) });
    const own = estimated(rare, (view) => view.of(0, 'cost') / view.weight, size, 0.95);
    expect(moneyEstimates(rare, { self: 0, reference: 0 }, size, 0.95).mean.high).toBe((own.high ?? 0) * 1e-12);
  });

  it('an unknown reference cost leaves the own bill known', () => {
    const unknown = new Array<number>(size).fill(Number.NaN);
    const totals = resampled([sums({ cost: costs }), sums({ cost: unknown })], singleQueries(size), {
      ...OPTIONS,
      ratios: ratiosOf(1),
    });
    const { mean, difference, ratio } = moneyEstimates(totals, { self: 0, reference: 1 }, size, 0.95);
    expect(mean.value).not.toBeNull();
    expect(mean.high).not.toBeNull();
    expect([difference.value, ratio.value]).toEqual([null, null]);
  });

  it('turns bounds round through a falling function, and drops what is infinite', () => {
    expect(falling({ value: 0.5, low: 0, high: 0.8, n: 3 }, (share) => 1 / share)).toEqual({
      value: 2,
      low: 1.25,
      high: null,
      n: 3,
    });
    expect(falling({ value: 0, low: 0, high: 0.8, n: 3 }, (share) => 1 / share).value).toBeNull();
  });
});

describe('paired differences', () => {
  const size = 100;
  const same = Array.from({ length: size }, (_, i) => (i % 4 === 0 ? 0 : 1));
  const pair = (self: readonly number[], other: readonly number[]) =>
    resampled([sums({ quality: self }), sums({ quality: other })], singleQueries(size), OPTIONS);

  it('no difference seen in 100 groups leaves some possible, about one in fifty either way', () => {
    const totals = pair(same, same);
    const { value, low, high } = differenceEstimate(qualityDifference(totals, 0, 1), size, 0.95);
    expect(value).toBe(0);
    expect(low).toBeLessThan(-0.015);
    expect(low).toBeGreaterThan(-0.045);
    expect(high).toBeGreaterThan(0.015);
  });

  it('an arm against itself leaves none', () => {
    const estimate = differenceEstimate(qualityDifference(pair(same, same), 0, 0), size, 0.95);
    expect(estimate).toMatchObject({ value: 0, low: 0, high: 0 });
  });

  it('four losses and no gain are not certain to be a loss of two', () => {
    const worse = same.map((quality, index) => (index < 6 && quality === 1 ? 0 : quality));
    const { value, low, high } = differenceEstimate(qualityDifference(pair(worse, same), 0, 1), size, 0.95);
    expect(value).toBeCloseTo(-0.04, 12);
    expect(high).toBeGreaterThan(-0.01);
    expect(low).toBeLessThan(-0.08);
  });

  it('what is kept follows from the difference: 0.71 of 0.75', () => {
    const worse = same.map((quality, index) => (index < 6 && quality === 1 ? 0 : quality));
    const totals = pair(worse, same);
    const kept = retentionEstimate(totals, qualityDifference(totals, 0, 1), 1, size, 0.95);
    expect(kept.value).toBeCloseTo(0.71 / 0.75, 12);
    expect(kept.low).toBeLessThan(0.9);
  });
});

describe('shares', () => {
  it('single queries count as many as they are', () => {
    expect(clusteredShare(singleQueries(50), (query) => (query < 10 ? 1 : 0)).effective).toBeCloseTo(50, 9);
    const { low, high } = wilsonInterval(0.2, 50, 0.95);
    const estimate = shareEstimate(singleQueries(50), (query) => (query < 10 ? 1 : 0), 0.95);
    expect(estimate.low).toBeCloseTo(low, 12);
    expect(estimate.high).toBeCloseTo(high, 12);
  });

  it('pairs that always go together count half', () => {
    const pairs = aPart(Array.from({ length: 100 }, (_, row) => row >> 1));
    expect(clusteredShare(pairs, (query) => (query >> 1 < 10 ? 1 : 0)).effective).toBeCloseTo(50, 9);
  });

  it('weights count, and where nothing varies every group counts', () => {
    const weighted = aPart([0, 1, 2], [2, 1, 1]);
    expect(clusteredShare(weighted, (query) => (query === 0 ? 1 : 0)).share).toBe(0.5);
    expect(shareEstimate(aPart([0, 0, 1, 1]), () => 0, 0.95)).toMatchObject({ value: 0, low: 0 });
    expect(shareEstimate(aPart([0, 0, 1, 1]), () => 0, 0.95).high).toBeCloseTo(3.841459 / 5.841459, 6);
  });

  it('a mean of 0 or 1 without any spread gets Wilson’s width, others keep their interval', () => {
    const flat = { value: 0, low: 0, high: 0, n: 90 };
    expect(withWidth(flat, 60, 0.95)).toEqual({ ...flat, ...wilsonInterval(0, 60, 0.95) });
    const spread = { value: 0, low: 0, high: 0.1, n: 90 };
    expect(withWidth(spread, 60, 0.95)).toBe(spread);
    const half = { value: 0.5, low: 0.5, high: 0.5, n: 90 };
    expect(withWidth(half, 60, 0.95)).toBe(half);
  });
});
