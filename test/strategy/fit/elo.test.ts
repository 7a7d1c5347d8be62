import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_INPUT } from '../../../src/router/config.js';
import { pack, unpack } from '../../../src/router/packed.js';
import type { EloConfig } from '../../../src/router/predictor/config.js';
import { checkQuality, compilePredictor } from '../../../src/router/predictor/index.js';
import { QUALITY_ONE } from '../../../src/router/predictor/table.js';
import { log } from '../../../src/stats/log.js';
import { qualityFits } from '../../../src/strategy/fit/index.js';
import { bradleyTerry, outcomeOf, winShares } from '../../../src/strategy/learn/bradley-terry.js';
import { aTraining, topicRows } from '../../support/a-training.js';

/** Wins as they are, without the tie that `bradleyTerry` adds to every pair. */
const plain = (wins: readonly (readonly number[])[]) =>
  bradleyTerry(
    Float64Array.from(wins.flat(), (one, i) => (i % (wins.length + 1) === 0 ? 0 : one - 0.5)),
    wins.length,
  );

describe('Bradley–Terry strengths', () => {
  it('are the odds of two models, one tie added', () => {
    const [a = 0, b = 0] = bradleyTerry(Float64Array.from([0, 3, 1, 0]), 2);
    expect(a / b).toBeCloseTo(3.5 / 1.5, 9);
    expect(a + b).toBeCloseTo(2, 9);
    expect([...bradleyTerry(Float64Array.of(0), 1)]).toEqual([1]);
  });

  it('are those published for the American League of 1987 (Agresti, Categorical Data Analysis, table 10.10)', () => {
    // Milwaukee, Detroit, Toronto, New York, Boston, Cleveland, Baltimore; log-strengths beside Baltimore's as R's
    // BradleyTerry2 prints them.
    const strength = plain([
      [0, 7, 9, 7, 7, 9, 11],
      [6, 0, 7, 5, 11, 9, 9],
      [4, 6, 0, 7, 7, 8, 12],
      [6, 8, 6, 0, 6, 7, 10],
      [6, 2, 6, 7, 0, 7, 12],
      [4, 4, 5, 6, 6, 0, 6],
      [2, 4, 1, 3, 1, 7, 0],
    ]);
    const published = [1.5814, 1.4364, 1.2945, 1.2476, 1.1077, 0.6839, 0];
    published.forEach((one, team) => {
      expect(log((strength[team] as number) / (strength[6] as number))).toBeCloseTo(one, 3);
    });
    // Every pair met 13 times, so that the chance of beating another is the share of games won: 50 of 78 for Milwaukee.
    expect(winShares(strength)[0]).toBeCloseTo(50 / 78, 9);
  });

  it('expect the wins that were seen, whatever was played', () => {
    const wins = fc.array(fc.nat(20), { minLength: 16, maxLength: 16 });
    fc.assert(
      fc.property(wins, (given) => {
        const strength = bradleyTerry(Float64Array.from(given), 4);
        for (let a = 0; a < 4; a++) {
          let seen = 0;
          let expected = 0;
          for (let b = 0; b < 4; b++) {
            if (a === b) continue;
            const games = (given[a * 4 + b] ?? 0) + (given[b * 4 + a] ?? 0) + 1;
            seen += (given[a * 4 + b] ?? 0) + 0.5;
            expected += (games * (strength[a] as number)) / ((strength[a] as number) + (strength[b] as number));
          }
          expect(expected).toBeCloseTo(seen, 6);
        }
      }),
    );
  });

  it('count a greater quality as a win, equal ones as half, an unknown one not at all', () => {
    expect([outcomeOf(0.7, 0.2), outcomeOf(1, 1), outcomeOf(0, 0.1), outcomeOf(Number.NaN, 1)]).toEqual([1, 0.5, 0, Number.NaN]);
  });
});

const byHand: EloConfig = {
  type: 'elo',
  space: [{ type: 'bins', of: 'prompt.words', edges: [3], value: 100 }],
  k: 2,
  weights: Array.from({ length: 65 }, (_, step) => step + 1),
  prior: 2,
  mean: [QUALITY_ONE / 2, QUALITY_ONE / 4],
  offsets: pack('u32', [0, 1, 2, 3]),
  columns: pack('u16', [0, 0, 1]),
  values: pack('u8', [100, 50, 100]),
  valueShift: 0,
  wins: pack('u8', [128, 0, 64, 32, 0, 128]),
};
const { batch } = aTraining([
  ['one', [0, 0]],
  ['one two three', [0, 0]],
]);
const scoresOf = (predictor: EloConfig): number[][] => {
  const bound = compilePredictor(predictor, 2, DEFAULT_INPUT)(batch);
  const scores = new Float64Array(2);
  return [0, 1].map((row) => {
    bound(row, scores);
    return [...scores];
  });
};

describe('the elo predictor', () => {
  it('weighs comparisons by similarity beside the nearest one’s, and the overall ranking by the prior', () => {
    // Row 0: request 0 is the nearest, weight 65; request 1 half as similar, weight 33; row 1: request 2 alone.
    const one = QUALITY_ONE;
    expect(scoresOf(byHand)).toEqual([
      [Math.floor((2 * (one / 2) + 65 * one + 33 * (one / 2)) / 100), Math.floor((2 * (one / 4) + 33 * (one / 4)) / 100)],
      [Math.floor((2 * (one / 2)) / 67), Math.floor((2 * (one / 4) + 65 * one) / 67)],
    ]);
    expect(scoresOf({ ...byHand, k: 0 })).toEqual([byHand.mean, byHand.mean]);
  });

  it('equals the plain formula, rounded down', () => {
    const config = fc.record({
      values: fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 3, maxLength: 3 }),
      wins: fc.array(fc.nat(128), { minLength: 6, maxLength: 6 }),
      prior: fc.integer({ min: 1, max: 2 ** 20 }),
      base: fc.integer({ min: 1, max: 900 }),
      k: fc.integer({ min: 1, max: 4 }),
    });
    fc.assert(
      fc.property(config, ({ values, wins, prior, base, k }) => {
        const weights = byHand.weights.map((_, step) => 1 + base * step);
        const shape = { offsets: pack('u32', [0, 1, 2, 3]), columns: pack('u16', [0, 0, 0]), values: pack('u8', values) };
        const [found] = scoresOf({ ...byHand, ...shape, k, prior, weights, wins: pack('u8', wins) });
        const order = [0, 1, 2].sort((a, b) => (values[b] ?? 0) - (values[a] ?? 0) || a - b).slice(0, k);
        const greatest = Math.max(...values);
        const weight = (i: number): number => 1 + base * Math.floor((64 * (values[i] ?? 0)) / greatest);
        const total = order.reduce((sum, i) => sum + weight(i), prior);
        [0, 1].forEach((model) => {
          const share = order.reduce(
            (sum, i) => sum + (weight(i) * (wins[i * 2 + model] ?? 0)) / 128,
            (prior * (model === 0 ? 1 : 0.5)) / 2,
          );
          expect(found?.[model]).toBe(Math.floor((share / total) * QUALITY_ONE + 1e-6));
        });
      }),
    );
  });

  it.each<[string, Partial<Record<keyof EloConfig, unknown>>, RegExp]>([
    ['a share above 1', { wins: pack('u8', [129, 0, 0, 0, 0, 0]) }, /wins.*item 1: 129.*0 to 128/],
    ['too few weights', { weights: [1, 2] }, /weights\.length/],
    ['weights that fall', { weights: byHand.weights.map((one) => 66 - one) }, /weights\[1\].*65 to/],
    ['no prior', { prior: 0 }, /prior/],
    ['columns that don’t exist', { columns: pack('u16', [0, 0, 2]) }, /columns.*below 2/],
  ])('with %s is refused', (_, over, message) => {
    const check = (predictor: unknown) => () => checkQuality({ predictor, tables: [{ x: [0], y: [0] }] }, 'it', 2);
    expect(check(byHand)).not.toThrow();
    expect(check({ ...byHand, ...over })).toThrow(message);
  });

  const spec = { by: 'elo', calibrate: 'none', features: [{ words: { min_df: 1, dimension: 256 } }] } as const;
  const fitted = (rows: Parameters<typeof aTraining>[0], more: object = {}) =>
    qualityFits.fit({ ...spec, ...more }, { training: aTraining(rows), models: [0, 1, 2], input: DEFAULT_INPUT })
      .predictor as EloConfig;

  it('learns shares of wins, and expects what is not known as the strengths have it', () => {
    const config = fitted([
      ['red', [1, 0, 0]],
      ['green', [0.5, 0.5, Number.NaN]],
      ['blue', [1, 1, 1]],
    ]);
    const wins = [...unpack(config.wins)];
    expect(wins.slice(0, 3)).toEqual([128, 32, 32]);
    expect(wins.slice(6)).toEqual([64, 64, 64]);
    // Model 0 ties with model 1, and is expected to beat model 2 more often than not; model 2 has both matches expected.
    expect(wins[3]).toBeGreaterThan(64);
    expect(wins[4]).toBeGreaterThan(32);
    expect((wins[3] ?? 0) + (wins[4] ?? 0) + (wins[5] ?? 0)).toBeCloseTo(1.5 * 128, -1);
    expect(config.weights[0]).toBe(6554);
    expect(config.weights[64]).toBe(2 ** 16);
  });

  it('gives one ranking and stores nothing for k: 0', () => {
    const config = fitted(topicRows(60), { k: 0 });
    expect([config.space, config.offsets.length, config.wins.length]).toEqual([[], 1, 0]);
  });

  it('does not depend on the order of the training queries', () => {
    const rows = topicRows(40);
    const asked = aTraining(rows.slice(0, 10)).batch;
    const scores = (of: typeof rows): number[] => {
      const bound = compilePredictor(fitted(of, { k: 1024 }), 3, DEFAULT_INPUT)(asked);
      const own = new Float64Array(3);
      return Array.from({ length: 10 }, (_, row) => {
        bound(row, own);
        return [...own];
      }).flat();
    };
    const usual = scores(rows);
    const apart = scores([...rows].reverse()).map((one, i) => Math.abs(one - (usual[i] ?? 0)));
    expect(Math.max(...apart)).toBeLessThanOrEqual(1);
  });
});
