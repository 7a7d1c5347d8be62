import { describe, expect, it } from 'vitest';
import type { Price } from '../../src/domain/model.js';
import { COST_SOURCE } from '../../src/domain/outcome-table.js';
import { priceUsage } from '../../src/domain/price-usage.js';
import type { Recording } from '../../src/domain/recording.js';
import { recordedCost } from '../../src/recording/recorded-cost.js';

const price: Price = { inputUsdPerMTok: 3, outputUsdPerMTok: 15 };

describe('priceUsage', () => {
  it('is tokens times price, in pico-USD', () => {
    // 1,000 × 3 USD / 10⁶ + 200 × 15 USD / 10⁶ = 0.003 + 0.003 USD
    expect(priceUsage({ inputTokens: 1000, outputTokens: 200 }, price)).toBe(6_000_000_000);
  });

  it('takes the cached part of the input at its own price, where there is one', () => {
    // 600 × 3 + 400 × 0.3 + 200 × 15 = 1,800 + 120 + 3,000 micro-USD
    const usage = { inputTokens: 1000, cachedInputTokens: 400, outputTokens: 200 };
    expect(priceUsage(usage, { ...price, cachedInputUsdPerMTok: 0.3 })).toBe(4_920_000_000);
    expect(priceUsage(usage, price)).toBe(6_000_000_000);
  });

  it('takes reasoning tokens, a part of the output, at their own price, where there is one', () => {
    // 1,000 × 3 + 50 × 15 + 150 × 60 = 3,000 + 750 + 9,000 micro-USD
    const usage = { inputTokens: 1000, outputTokens: 200, reasoningTokens: 150 };
    expect(priceUsage(usage, { ...price, reasoningUsdPerMTok: 60 })).toBe(12_750_000_000);
    expect(priceUsage(usage, price)).toBe(6_000_000_000);
  });

  it('adds the price of the request', () => {
    expect(priceUsage({ inputTokens: 1000, outputTokens: 200 }, { ...price, requestUsd: 0.01 })).toBe(16_000_000_000);
  });

  it('rounds to whole pico-USD', () => {
    // 1 × 0.0000001234567 USD / 10⁶ = 0.1234567 pico-USD; 7 of them 0.86
    const fine = { inputUsdPerMTok: 1.234567e-7, outputUsdPerMTok: 0 };
    expect(priceUsage({ inputTokens: 1, outputTokens: 0 }, fine)).toBe(0);
    expect(priceUsage({ inputTokens: 7, outputTokens: 0 }, fine)).toBe(1);
  });

  it('is unknown where tokens or their price are, but not for tokens that were not used or cost nothing', () => {
    expect(priceUsage(undefined, price)).toBeNaN();
    expect(priceUsage({ inputTokens: 5 }, price)).toBeNaN();
    expect(priceUsage({ inputTokens: 5, outputTokens: 5 }, undefined)).toBeNaN();
    expect(priceUsage({ inputTokens: 5, outputTokens: 5 }, { inputUsdPerMTok: 1 })).toBeNaN();
    expect(priceUsage({ inputTokens: 5, outputTokens: 0 }, { inputUsdPerMTok: 1 })).toBe(5_000_000);
    expect(priceUsage(undefined, { inputUsdPerMTok: 0, outputUsdPerMTok: 0 })).toBe(0);
  });
});

describe('recordedCost', () => {
  const base: Recording = { key: null, queryId: 'q', modelId: 'm', sample: 0 };
  const usage = { inputTokens: 1000, outputTokens: 200 };

  it.each<[string, Partial<Recording>, Price | undefined, number, number, boolean]>([
    ['the given cost before the priced one', { costUsd: 0.5, usage }, price, 5e11, COST_SOURCE.given, false],
    ['a given 0 as given', { costUsd: 0 }, price, 0, COST_SOURCE.given, false],
    ['the usage at the price', { usage }, price, 6e9, COST_SOURCE.priced, false],
    [
      'an estimated usage at the price, as an estimate',
      { usage: { ...usage, estimated: true } },
      price,
      6e9,
      COST_SOURCE.estimated,
      false,
    ],
    ['nothing known', {}, price, Number.NaN, COST_SOURCE.missing, false],
    ['no price', { usage }, undefined, Number.NaN, COST_SOURCE.missing, false],
    ['an error that says nothing', { error: { kind: 'timeout' } }, price, 0, COST_SOURCE.missing, true],
    ['an error with an empty usage', { error: { kind: 'timeout' }, usage: {} }, price, 0, COST_SOURCE.missing, true],
    [
      'an error with a part of the usage',
      { error: { kind: 'timeout' }, usage: { inputTokens: 1000 } },
      price,
      3e9,
      COST_SOURCE.priced,
      false,
    ],
    [
      'an error with usage and no price',
      { error: { kind: 'timeout' }, usage },
      undefined,
      Number.NaN,
      COST_SOURCE.missing,
      false,
    ],
    ['an error with a given cost', { error: { kind: 'timeout' }, costUsd: 0.1 }, price, 1e11, COST_SOURCE.given, false],
  ])('takes %s', (_, members, at, costPico, source, unbilled) => {
    expect(recordedCost({ ...base, ...members }, at)).toEqual({ costPico, source, unbilled });
  });
});
