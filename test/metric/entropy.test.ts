import { describe, expect, it } from 'vitest';
import { selectionEntropy } from '../../src/metric/entropy.js';
import { widenedZ } from '../../src/stats/interval.js';
import { normalCdf } from '../../src/stats/normal.js';
import { wilsonInterval } from '../../src/stats/wilson.js';
import { aPart, singleQueries } from '../support/a-part.js';

const binary = (share: number): number => -share * Math.log2(share) - (1 - share) * Math.log2(1 - share);
const firsts = (...counts: readonly number[]): Int16Array =>
  Int16Array.from(counts.flatMap((count, model) => new Array<number>(count).fill(model)));

describe('selection entropy', () => {
  it('has with two models the range over Wilson’s interval of the share', () => {
    const { value, low, high } = selectionEntropy(firsts(70, 30), singleQueries(100), 2, 0.95);
    const confidence = 2 * normalCdf(widenedZ(0.95, 100)) - 1;
    const share = wilsonInterval(0.3, 100, confidence);
    expect(value).toBeCloseTo(binary(0.3), 12);
    expect(low).toBeCloseTo(binary(share.low), 9);
    expect(high).toBeCloseTo(binary(share.high), 9);
  });

  it('ends at an even spread where the data don’t refute it, and has a width there', () => {
    const near = selectionEntropy(firsts(52, 48), singleQueries(100), 2, 0.95);
    expect(near.high).toBe(1);
    expect(near.low).toBeLessThan(0.97);
    const even = selectionEntropy(firsts(50, 50), singleQueries(100), 2, 0.95);
    expect(even).toMatchObject({ value: 1, high: 1 });
    expect(even.low).toBeCloseTo(binary(wilsonInterval(0.5, 100, 2 * normalCdf(widenedZ(0.95, 100)) - 1).low), 9);
    expect(selectionEntropy(firsts(34, 33, 33), singleQueries(100), 3, 0.95).high).toBeCloseTo(Math.log2(3), 12);
  });

  it('is wider where alike queries go the same way', () => {
    const alone = selectionEntropy(firsts(70, 30), singleQueries(100), 2, 0.95);
    const pairs = selectionEntropy(firsts(70, 30), aPart(Array.from({ length: 100 }, (_, row) => row >> 1)), 2, 0.95);
    expect(pairs.value).toBe(alone.value);
    expect((pairs.high ?? 0) - (pairs.low ?? 0)).toBeGreaterThan(1.3 * ((alone.high ?? 0) - (alone.low ?? 0)));
  });

  it('is 0 for one model', () => {
    expect(selectionEntropy(firsts(20), singleQueries(20), 2, 0.95)).toEqual({ value: 0, low: 0, high: 0, n: 20 });
  });
});
