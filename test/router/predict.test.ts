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
    ['both rules in one', { select: { ...best, atLeast: 1 } }, /select\.atLeast.*unknown member/],
  ])('with %s is refused', (_, change, message) => {
    expect(() => check({ ...sound, ...change })).toThrow(message);
  });
});
