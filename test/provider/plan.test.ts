import { describe, expect, it } from 'vitest';
import { expectedCost, seenOutputs } from '../../src/provider/plan/expected-cost.js';
import { type Held, type Wanting, wanted } from '../../src/provider/plan/wanted.js';

describe('wanted', () => {
  const base: Wanting = { mode: 'missing', retryErrors: false, maxAgeMs: 100, nowMs: 1000, beforeMs: 950 };
  const held: Held = { key: 'k', failed: false, recordedAtMs: 990, revision: 0 };
  const old = { ...held, recordedAtMs: 800 };

  it.each([
    ['missing', undefined, 'missing'],
    ['missing', { ...old, key: 'other', failed: true }, null],
    ['stale', held, null],
    ['stale', { ...held, key: 'other' }, 'changed'],
    ['stale', old, 'old'],
    ['stale', { ...old, key: null }, null],
    ['stale', { ...held, recordedAtMs: Number.NaN }, null],
    ['all', old, 'again'],
    ['all', { ...old, key: null }, 'again'],
    ['all', { ...held, recordedAtMs: Number.NaN }, 'again'],
    ['all', { ...held, recordedAtMs: 950 }, null],
  ] as const)('in mode %s takes %o for %s', (mode, one, why) => {
    expect(wanted(one, 'k', { ...base, mode })).toBe(why);
  });

  it('takes failures where they are to be recorded again, imported ones too', () => {
    const failed = { ...held, failed: true };
    expect(wanted(failed, 'k', { ...base, retryErrors: true })).toBe('failed');
    expect(wanted({ ...failed, key: null }, 'k', { ...base, mode: 'stale', retryErrors: true })).toBe('failed');
    expect(wanted(held, 'k', { ...base, retryErrors: true })).toBe(null);
  });
});

describe('expectedCost', () => {
  const price = { inputUsdPerMTok: 1, outputUsdPerMTok: 10, requestUsd: 0.01 };
  const model = { id: 'm', provider: 'p', name: 'm', tags: [], price };

  it('prices the tokens going in, and the lengths that were seen', () => {
    const seen = { low: 10, mean: 20, n: 40, of: 'model', own: 40 } as const;
    // 4 requests: 0.04; 1,000 tokens in: 0.001; 40 and 80 tokens out: 0.0004 and 0.0008.
    const { lowUsd, expectedUsd, worstUsd } = expectedCost(model, 4, 1000, seen, 5e10, 100);
    expect(lowUsd).toBeCloseTo(0.0414, 12);
    expect(expectedUsd).toBeCloseTo(0.0418, 12);
    expect(worstUsd).toBe(0.05);
  });

  it('expects no more than may come, and nothing where nothing is known', () => {
    const seen = { low: 1000, mean: 2000, n: 40, of: 'others', own: 0 } as const;
    expect(expectedCost(model, 1, 0, seen, 0, 100).expectedUsd).toBeCloseTo(0.011, 12);
    expect(expectedCost(model, 1, 0, null, 7e12, 100)).toEqual({ lowUsd: null, expectedUsd: null, worstUsd: 7 });
    expect(expectedCost({ ...model, price: {} }, 1, 9, seen, Number.NaN, 100)).toEqual({
      lowUsd: null,
      expectedUsd: null,
      worstUsd: null,
    });
  });

  it('goes by a model’s own lengths from 20 on', () => {
    const all = [1, 2, 3, 4, 5];
    expect(seenOutputs([9], all)).toEqual({ low: 2, mean: 3, n: 5, of: 'others', own: 1 });
    expect(seenOutputs(Array(20).fill(8), all)).toEqual({ low: 8, mean: 8, n: 20, of: 'model', own: 20 });
    expect(seenOutputs([], [])).toBe(null);
  });
});
