import { describe, expect, it } from 'vitest';
import { checkConfig } from '../../src/router/check-config.js';
import { DEFAULT_INPUT, type PredictStage, type Stage } from '../../src/router/config.js';
import { createRouter } from '../../src/router/create-router.js';
import { pack } from '../../src/router/packed.js';
import type { Selection } from '../../src/router/predictor/selection.js';
import { aRouter } from '../support/a-router.js';

const IDS = ['a', 'b', 'c'];
const TWO_20 = 2 ** 20;

/** Predicts the same qualities for every request. */
function predicting(qualities: readonly number[], select: Selection, over: Partial<PredictStage> = {}): PredictStage {
  return {
    kind: 'predict',
    over: IDS,
    quality: {
      predictor: {
        type: 'linear',
        space: [],
        weights: pack('i8', []),
        bias: qualities.map((quality) => quality * 1000),
        shift: 0,
      },
      tables: [{ x: [0, 1000], y: [0, TWO_20] }],
    },
    cost: { base: [4e9, 2e9, 1e9], perToken: [1e6, 0, 0] },
    latency: { base: [5000, 1000, 500], perToken: [0, 0, 0] },
    select,
    ...over,
  };
}

const best: Selection = { by: 'utility', scale: 1, price: { base: [0, 0, 0], perToken: [0, 0, 0] } };
const route = (...pipeline: Stage[]) =>
  createRouter(aRouter(IDS, pipeline, ['c'])).route({ messages: [{ role: 'user', content: 'four' }] });

describe('predict', () => {
  it('decides for the greatest score and says what it expected of each model', () => {
    expect(route(predicting([0.5, 0.75, 0.25], best))).toEqual({
      models: ['b', 'c'],
      reason: { kind: 'predict', stage: 0 },
      propensity: 1,
      scores: [
        { model: 'a', score: TWO_20 / 2, quality: 0.5, costUsd: 0.004001, latencyMs: 5 },
        { model: 'b', score: TWO_20 * 0.75, quality: 0.75, costUsd: 0.002, latencyMs: 1 },
        { model: 'c', score: TWO_20 / 4, quality: 0.25, costUsd: 0.001, latencyMs: 0.5 },
      ],
    });
  });

  it('gives ties to the earlier model', () => {
    expect(route(predicting([0.5, 0.5, 0.25], best)).models[0]).toBe('a');
  });

  it('takes the price off, tokens included', () => {
    const price = { base: [0, TWO_20 / 2, 0], perToken: [TWO_20 / 2, 0, 0] };
    expect(route(predicting([0.9, 0.75, 0.3], { by: 'utility', scale: 1, price })).models[0]).toBe('a');
    expect(route(predicting([0.75, 0.9, 0.3], { by: 'utility', scale: 1, price })).models[0]).toBe('b');
    expect(route(predicting([0.75, 0.75, 0.3], { by: 'utility', scale: 1, price })).models[0]).toBe('c');
  });

  it('takes the cheapest that is good enough, else the best', () => {
    const enough = (atLeast: number): Selection => ({ by: 'good_enough', atLeast: atLeast * TWO_20 });
    expect(route(predicting([0.9, 0.75, 0.3], enough(0.7))).models[0]).toBe('b');
    expect(route(predicting([0.9, 0.75, 0.3], enough(0.2))).models[0]).toBe('c');
    expect(route(predicting([0.9, 0.75, 0.3], enough(0.95))).models[0]).toBe('a');
  });

  it('balances quality between the worst and the best with cost beside the dearest', () => {
    const balance = (share: number): Selection => ({ by: 'balance', share: share * 2 ** 16 });
    // Qualities .9 .75 .3 are 1, .75 and 0 of the way up; costs 4.001, 2 and 1 thousandths leave 0, .5001 and .7501 of the dearest.
    const scores = route(predicting([0.9, 0.75, 0.3], balance(0.5))).scores?.map(({ score }) => score / 2 ** 36);
    [0.5, (0.75 + 1 - 2000 / 4001) / 2, (1 - 1000 / 4001) / 2].forEach((expected, model) => {
      expect(scores?.[model]).toBeCloseTo(expected, 5);
    });
    expect(route(predicting([0.9, 0.75, 0.3], balance(1))).models[0]).toBe('a');
    expect(route(predicting([0.9, 0.75, 0.3], balance(0.5))).models[0]).toBe('b');
    expect(route(predicting([0.9, 0.75, 0.3], balance(0))).models[0]).toBe('c');
    // Equal qualities leave only cost; free models leave only quality; a line below 0 is free.
    expect(route(predicting([0.5, 0.5, 0.5], balance(0.9))).models[0]).toBe('c');
    const cost = { base: [-5, 0, 0], perToken: [0, 0, 0] };
    expect(route(predicting([0.2, 0.5, 0.3], balance(0.01), { cost })).models[0]).toBe('b');
  });

  it('chooses among the allowed only, and leaves to others what it has no model for', () => {
    const filter: Stage = { kind: 'filter', allow: ['a', 'c'] };
    expect(route(filter, predicting([0.5, 0.75, 0.25], best)).models).toEqual(['a', 'c']);
    const only = predicting([0.5], { by: 'utility', scale: 1, price: { base: [0], perToken: [0] } }, { over: ['b'] });
    const { cost: _cost, latency: _latency, ...bare } = only;
    expect(route(filter, bare)).toMatchObject({ models: ['c'], reason: { kind: 'fallback' } });
  });

  it('says nothing of scores where it didn’t decide', () => {
    const first: Stage = { kind: 'rules', rules: [{ use: 'a' }] };
    expect(route(first, predicting([0.5, 0.75, 0.25], best))).not.toHaveProperty('scores');
    expect(route(predicting([0.5, 0.75, 0.25], best), { kind: 'filter', allow: ['c'] })).not.toHaveProperty('scores');
  });

  it('waits for its condition', () => {
    const when = { 'prompt.text': { $contains: 'five' } };
    expect(route(predicting([0.5, 0.75, 0.25], best, { when })).reason).toEqual({ kind: 'fallback' });
  });
});

describe('a predict stage of a file', () => {
  const check = (stage: unknown) => checkConfig({ ...aRouter(IDS, [stage as Stage]), input: DEFAULT_INPUT });
  const sound = predicting([0.5, 0.75, 0.25], best);
  it('is accepted as it is', () => {
    expect(() => check(sound)).not.toThrow();
  });

  it.each<[string, object, RegExp]>([
    ['an unknown model', { over: ['a', 'b', 'd'] }, /pipeline\[0\]\.over\[2\].*unknown model/],
    ['a model twice', { over: ['a', 'b', 'a'] }, /pipeline\[0\]\.over\[2\].*twice/],
    ['no model', { over: [] }, /over.*empty/],
    ['costs of another length', { cost: { base: [1], perToken: [1] } }, /cost\.base.*3 numbers/],
    ['costs beyond what adds up exactly', { cost: { base: [2 ** 52, 0, 0], perToken: [0, 0, 0] } }, /cost\.base\[0\]/],
    ['a price missing', { select: { by: 'utility', scale: 1 } }, /select\.price/],
    ['a threshold above 1', { select: { by: 'good_enough', atLeast: TWO_20 + 1 } }, /select\.atLeast/],
    [
      'the cheapest asked for without costs',
      { select: { by: 'good_enough', atLeast: 1 }, cost: undefined },
      /select.*expected costs/,
    ],
    ['a share of quality above 1', { select: { by: 'balance', share: 2 ** 16 + 1 } }, /select\.share.*0 to 65536/],
    ['an unknown rule', { select: { by: 'balanec', share: 1 } }, /select\.by.*"balance"/],
    ['both rules in one', { select: { ...best, atLeast: 1 } }, /select\.atLeast.*unknown member/],
  ])('with %s is refused', (_, change, message) => {
    expect(() => check({ ...sound, ...change })).toThrow(message);
  });
});
