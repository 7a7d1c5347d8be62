import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/domain/json.js';
import { DEFAULT_INPUT, type ExploreStage, type Thompson } from '../../src/router/config.js';
import { checkCandidate, fitCandidate, kindOf, needsTraining } from '../../src/strategy/fit.js';
import type { Candidate } from '../../src/strategy/strategy.js';
import { aTraining, topicRows } from '../support/a-training.js';

const models = { models: ['m0', 'm1', 'm2'].map((id) => ({ id, provider: 'p', name: id, tags: [] })) };
const candidate = (explore: Json): Candidate => ({
  id: 'c',
  strategy: 'c',
  kind: 'dynamic',
  parameters: {},
  input: DEFAULT_INPUT,
  pipeline: [{ explore }],
  fallback: [],
});
const stageOf = (explore: Json, training: ReturnType<typeof aTraining> | null = null) =>
  fitCandidate(candidate(explore), models, training).config.pipeline[0] as ExploreStage;

describe('explore in strategy files', () => {
  it('is dynamic, whether or not anything is fitted before', () => {
    const cold = [{ explore: { by: 'thompson' } }];
    expect([kindOf(cold), needsTraining(cold), kindOf([...cold, { use: 'm0' }])]).toEqual(['dynamic', false, 'hybrid']);
    expect(needsTraining([{ explore: { by: 'thompson', warm: { by: 'ridge' } } }])).toBe(true);
    expect(needsTraining([{ explore: { by: 'linucb' } }])).toBe(true);
  });

  it('has the defaults that the page names', () => {
    expect(stageOf({ by: 'epsilon_greedy' })).toEqual({
      kind: 'explore',
      over: ['m0', 'm1', 'm2'],
      salt: 'c',
      perUsd: 0,
      keep: 1,
      strength: 1,
      base: 0.5,
      learner: { by: 'epsilon_greedy', epsilon: Math.round(0.05 * 2 ** 32) },
    });
    const { quantiles, spread } = stageOf({ by: 'thompson', memory: 4, prior: 0 }).learner as Thompson;
    expect([quantiles.length, spread, stageOf({ by: 'thompson', memory: 4 }).keep]).toEqual([256, 0.5, 0.75]);
    // Symmetric; the middle half is ±0.674 standard deviations.
    expect(quantiles.map((one) => -one + 0).reverse()).toEqual(quantiles);
    expect((quantiles[192] as number) / 4096).toBeCloseTo(0.68, 2);
  });

  it('is warm with a fitted prediction and its price', () => {
    const training = aTraining(topicRows(60));
    const { warm, strength } = stageOf({ by: 'thompson', per_usd: 2, warm: { by: 'ridge' } }, training);
    expect(strength).toBe(20);
    expect(warm?.select).toMatchObject({ by: 'utility', price: { base: Array(3).fill(Math.round(0.002 * 2 ** 32)) } });
    expect(() => stageOf({ by: 'thompson', warm: { by: 'ridge' } })).toThrow(/nothing to learn from/);
  });

  it.each<[string, Json, RegExp]>([
    ['one model', { by: 'thompson', over: 'm0' }, /explore\.over.*two models/],
    ['an unknown learner', { by: 'tompson' }, /explore\.by.*"thompson"/],
    [
      'a nearly known learner',
      { by: 'thomson' },
      /explore\.by {2}not accepted \(got thomson\); accepted: epsilon_greedy, thompson, linucb\. Did you mean "thompson"\?$/,
    ],
    ['an option of another learner', { by: 'thompson', epsilon: 0.1 }, /explore\.epsilon/],
    ['an unknown predictor', { by: 'thompson', warm: { by: 'rigde' } }, /explore\.warm\.by.*ridge/],
    ['an unknown feature', { by: 'linucb', features: ['shap'] }, /explore\.features/],
  ])('is refused with %s', (_name, explore, message) => {
    expect(() => checkCandidate(candidate(explore), models)).toThrow(message);
  });

  it('refuses more numbers than a bandit can learn', () => {
    const features = [{ words: { dimension: 256, min_df: 1 } }];
    expect(() => stageOf({ by: 'linucb', features }, aTraining(topicRows(60)))).toThrow(/explore\.features.*up to 64/);
  });
});
