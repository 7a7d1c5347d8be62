import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_INPUT } from '../../../src/router/config.js';
import { murmur3 } from '../../../src/router/identity/murmur3.js';
import { unpack } from '../../../src/router/packed.js';
import { lookUp } from '../../../src/router/predictor/table.js';
import type { BinsBlock, SignalBlock, WordsBlock } from '../../../src/router/space/config.js';
import { spaceColumns } from '../../../src/router/space/index.js';
import { log } from '../../../src/stats/log.js';
import { wholeShares } from '../../../src/strategy/fit/mix.js';
import { isotonicTable } from '../../../src/strategy/learn/calibrate.js';
import { budgetRule, utilityRule } from '../../../src/strategy/learn/choose-rule.js';
import { expectation } from '../../../src/strategy/learn/expected.js';
import { fitSpace } from '../../../src/strategy/learn/fit-space.js';
import { innerFolds } from '../../../src/strategy/learn/folds.js';
import { featureGroups } from '../../../src/strategy/learn/groups.js';
import { quantisedLinear } from '../../../src/strategy/learn/quantise-linear.js';
import { aTraining } from '../../support/a-training.js';

describe('inner folds', () => {
  it('hold every row once, keep groups together and are nearly equal', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(20), { minLength: 1, maxLength: 60 }), fc.integer({ min: 1, max: 6 }), (groups, count) => {
        const training = aTraining(
          groups.map(() => ['x', [0]]),
          { group: Uint32Array.from(groups) },
        );
        const folds = innerFolds(training, count);
        expect(folds.flatMap((fold) => [...fold]).sort((a, b) => a - b)).toEqual([...groups.keys()]);
        const foldOf = new Map<number, number>();
        folds.forEach((fold, index) => {
          for (const row of fold) {
            expect(foldOf.get(groups[row] as number) ?? index).toBe(index);
            foldOf.set(groups[row] as number, index);
          }
        });
        expect(folds.length).toBe(Math.min(count, new Set(groups).size));
      }),
    );
  });
});

describe('a fitted space', () => {
  const training = aTraining(
    [
      ['red red', [0]],
      ['red green', [0]],
      ['blue red', [0]],
      ['green other', [0]],
      ['blue blue', [0]],
    ],
    { rows: Uint32Array.of(0, 1, 2, 3) },
  );
  const space = (...features: Parameters<typeof featureGroups>[0]) =>
    fitSpace(featureGroups(features, 1024, 'features'), training, DEFAULT_INPUT);

  it('weighs words by 1 + ln((1 + n)/(1 + df)) over the training rows alone', () => {
    const [block] = space({ words: { ngrams: [1, 1], min_df: 1 } }) as [WordsBlock];
    const weight = (word: string) => unpack(block.idf)[murmur3(word, 0x77) & 1023];
    expect(weight('red')).toBe(Math.round(4096 * (1 + log(5 / 4))));
    expect(weight('green')).toBe(Math.round(4096 * (1 + log(5 / 3))));
    expect(weight('blue')).toBe(Math.round(4096 * (1 + log(5 / 2))));
    expect(block.tf.slice(0, 2)).toEqual([256, Math.round(256 * (1 + log(2)))]);
  });

  it('leaves out what is too rare and too frequent', () => {
    const [block] = space({ words: { ngrams: [1, 1], min_df: 2, max_df: 0.5 } }) as [WordsBlock];
    const weight = (word: string) => unpack(block.idf)[murmur3(word, 0x77) & 1023];
    expect([weight('red'), weight('blue')]).toEqual([0, 0]);
    expect(weight('green')).toBeGreaterThan(0);
  });

  it('keeps the buckets of most training rows, and gives no column to others', () => {
    const kept = space({ words: { ngrams: [1, 1], min_df: 1, keep: 2 } });
    const [block] = kept as [WordsBlock];
    // red in three rows; green in two; blue and other in one each.
    const weight = (word: string) => unpack(block.idf)[murmur3(word, 0x77) & 1023];
    expect([weight('red'), weight('green'), weight('blue')].map((one) => (one as number) > 0)).toEqual([true, true, false]);
    expect(spaceColumns(kept)).toBe(2);
    expect(spaceColumns(space({ words: { ngrams: [1, 1], min_df: 1 } }))).toBe(4);
  });

  it('cuts numbers where about equally many lie, and drops fields that say nothing', () => {
    const lengths = aTraining([1, 2, 3, 4, 5, 6, 7, 8].map((size) => ['x'.repeat(size), [0]]));
    const [block] = fitSpace(
      featureGroups(
        [
          { field: 'prompt.code_points', bins: 4 },
          { field: 'prompt.words', bins: 4 },
        ],
        undefined,
        'f',
      ),
      lengths,
      DEFAULT_INPUT,
    ) as [BinsBlock];
    expect(block).toEqual({ type: 'bins', of: 'prompt.code_points', edges: [3, 5, 7], value: 2 ** 13 });
    const shape = fitSpace(featureGroups(['shape'], undefined, 'f'), lengths, DEFAULT_INPUT) as BinsBlock[];
    expect(shape.map(({ of }) => of)).toEqual(['prompt.code_points', 'prompt.tokens']);
    expect(shape[0]?.value).toBe(Math.round(2 ** 13 / Math.SQRT2));
  });

  it('spells out a signal’s values', () => {
    const tiers = aTraining(
      ['b', 'a', 'b', 'c'].map((tier) => [{ prompt: 'x', signals: { tier } }, [0]]),
      {
        rows: Uint32Array.of(0, 1, 2),
      },
    );
    const [block] = fitSpace(featureGroups(['signals.tier'], undefined, 'f'), tiers, DEFAULT_INPUT) as [SignalBlock];
    expect(block).toEqual({ type: 'signal', of: 'tier', values: ['a', 'b'], value: 2 ** 13 });
  });

  it.each([
    ['wrods', /features\[0\].*"words"/],
    ['signals.', /features\[0\]/],
    ['prompt.text', /features\[0\]/],
  ])('of %s is refused', (name, message) => {
    expect(() => featureGroups([name], undefined, 'features')).toThrow(message);
  });
});

describe('quantised weights', () => {
  it('are multiples of a power of two, the greatest as large as fits', () => {
    const { weights, bias, shift } = quantisedLinear(
      [],
      { weights: Float64Array.of(1, -0.5, 0.26), bias: Float64Array.of(0.5) },
      8,
    );
    // 64 · 1 fits into 127, 128 doesn't: weights in units of 2⁻⁶, bias in 2⁻²⁰, scores in 2⁻¹⁶.
    expect([...unpack(weights)]).toEqual([64, -32, 17]);
    expect([bias, shift]).toEqual([[2 ** 19], 4]);
  });

  it('take 16 bits where 8 can’t hold the greatest', () => {
    expect(quantisedLinear([], { weights: Float64Array.of(50), bias: Float64Array.of(0) }, 8).weights.type).toBe('i16');
  });
});

describe('expected cost', () => {
  it('is the least-squares line on tokens, flat where it would fall', () => {
    const training = aTraining(
      ['a'.repeat(4), 'a'.repeat(8), 'a'.repeat(12)].map((prompt) => [prompt, [0, 0, 0]]),
      { costPico: Float64Array.of(10, 5, Number.NaN, 20, 4, Number.NaN, 30, 3, Number.NaN) },
    );
    const { base, perToken } = expectation({ training, models: [0, 1, 2], input: DEFAULT_INPUT }, 'costPico');
    expect([...base]).toEqual([0, 4, Number.NaN]);
    expect([...perToken]).toEqual([10, 0, Number.NaN]);
  });
});

describe('rules that choose', () => {
  const cost = { base: Float64Array.of(1e9, 5e9), perToken: Float64Array.of(0, 1e6) };
  const free = { base: Float64Array.of(0, 0), perToken: Float64Array.of(0, 0) };

  it('price cost and time in the unit of quality', () => {
    // 1e9 pico-USD are 0.001 USD: at 2 quality per USD that is 0.002.
    const unit = 2 ** 32;
    expect(utilityRule({ perUsd: 2, perSecond: 0 }, cost, free, 'f')).toEqual({
      by: 'utility',
      scale: 4096,
      price: { base: [Math.round(0.002 * unit), Math.round(0.01 * unit)], perToken: [0, Math.round(2e-6 * unit)] },
      perPico: (2 * unit) / 1e12,
    });
    const seconds = utilityRule(
      { perUsd: 0, perSecond: 0.5 },
      cost,
      { base: Float64Array.of(100, 2000), perToken: free.perToken },
      'f',
    );
    expect(seconds).toMatchObject({ price: { base: [Math.round(0.05 * unit), unit] } });
  });

  it('take a coarser unit for dear models, and refuse what no unit holds', () => {
    expect(utilityRule({ perUsd: 1e6, perSecond: 0 }, cost, free, 'f')).toMatchObject({ scale: 256 });
    expect(() => utilityRule({ perUsd: 1e12, perSecond: 0 }, cost, free, 'f')).toThrow(/f.*counts for nothing/);
  });

  it('find the price at which the training rows keep to a mean cost', () => {
    // Model 1 costs 3 more and is better by 0.1, 0.2, 0.3, 0.4: at 2.5 a query two of four rows may have it, the last two.
    const gains = [0.1, 0.2, 0.3, 0.4];
    const training = aTraining(
      gains.map(() => ['x', [0, 0]]),
      { costPico: Float64Array.from(gains.flatMap(() => [1e12, 4e12])) },
    );
    const source = { training, models: [0, 1], input: DEFAULT_INPUT };
    const values = Float64Array.from(gains.flatMap((gain) => [2 ** 19, Math.round((0.5 + gain) * 2 ** 20)]));
    const line = { base: Float64Array.of(1e12, 4e12), perToken: Float64Array.of(0, 0) };
    const rule = budgetRule(2.5, source, { rows: training.rows, values }, line, 'f');
    const price = rule.by === 'utility' ? (rule.price.base[1] as number) - (rule.price.base[0] as number) : 0;
    expect(price / 2 ** 32).toBeCloseTo(0.2, 5);
    expect(() => budgetRule(0.5, source, { rows: training.rows, values }, line, 'f')).toThrow(/cheapest.*at least 1/);
  });
});

it('calibration gives what really came, in steps that rest on at least ten rows', () => {
  const scores = Float64Array.from({ length: 40 }, (_, i) => i);
  const quality = scores.map((score) => (score < 20 ? 0.25 : 0.75));
  const table = isotonicTable(
    scores,
    quality,
    scores.map(() => 1),
  );
  expect(table?.x.length).toBe(2);
  expect([0, 39].map((score) => lookUp(table ?? { x: [0], y: [0] }, score) / 2 ** 20)).toEqual([0.25, 0.75]);
  expect(isotonicTable(scores, quality.fill(Number.NaN), scores)).toBeNull();
});

it('weights of a mix are whole, at least 1, and add up to 256', () => {
  expect(wholeShares([1, 1, 1])).toEqual([86, 85, 85]);
  fc.assert(
    fc.property(fc.array(fc.double({ min: 1e-6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 16 }), (weights) => {
      const shares = wholeShares(weights);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBe(256);
      expect(Math.min(...shares)).toBeGreaterThanOrEqual(1);
    }),
  );
});
