import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/domain/json.js';
import { DEFAULT_INPUT, type PaceStage } from '../../src/router/config.js';
import { checkCandidate, fitCandidate, kindOf } from '../../src/strategy/fit.js';
import type { Candidate } from '../../src/strategy/strategy.js';
import { aTraining, topicRows } from '../support/a-training.js';

const models = { models: ['m0', 'm1', 'm2'].map((id) => ({ id, provider: 'p', name: id, tags: [] })) };
const candidate = (pipeline: readonly Json[]): Candidate => ({
  id: 'c',
  strategy: 'c',
  kind: 'dynamic',
  parameters: {},
  input: DEFAULT_INPUT,
  pipeline,
  fallback: [],
});
const ROWS = 90;
// A call of m0 costs 1e9 pico-USD, of m1 2e9, of m2 3e9; one of m2 cost 9e9.
const costPico = Float64Array.from({ length: 3 * ROWS }, (_, cell) => (cell === 2 ? 9e9 : (1 + (cell % 3)) * 1e9));
const training = aTraining(topicRows(ROWS), { costPico });
const stageOf = (pace: Json, predict: Json = { by: 'ridge' }) =>
  fitCandidate(candidate([{ predict }, { pace }]), models, training).config.pipeline[1] as PaceStage;

describe('pace in strategy files', () => {
  it('becomes a stage: whole pico-USD, a unit of the dearest model’s mean, a price that keeps the budget on the train part', () => {
    const stage = stageOf({ budget_usd: 0.15, over: 100, cap: 'hard' });
    expect(stage).toMatchObject({ budget: 1.5e11, window: { by: 'queries', queries: 100 }, most: [1e9, 2e9, 9e9] });
    expect(stage.unit).toBe(Math.round((89 * 3e9 + 9e9) / 90));
    expect(stage.price).toBeGreaterThan(0);
    // More than everything costs, or nobody says how many: begins at nothing.
    expect(stageOf({ budget_usd: 10, over: 100 }).price).toBe(0);
    expect(stageOf({ budget_usd: 0.15, per: 'day' })).toMatchObject({ price: 0, window: { by: 'day' } });
    expect(stageOf({ budget_usd: 0.15, per: 'day', expect: 100 }).price).toBe(stage.price);
  });

  it('adds to what the prediction gives up for cost itself', () => {
    const own = 20;
    const added = stageOf({ budget_usd: 0.15, over: 100 }, { by: 'ridge', utility: { per_usd: own } }).price;
    const alone = stageOf({ budget_usd: 0.15, over: 100 }).price;
    expect(added).toBeCloseTo(Math.max(0, alone - (own * 2 ** 20) / 1e12), 15);
  });

  it('makes a pipeline dynamic', () => {
    expect(kindOf([{ predict: { by: 'ridge' } }, { pace: { budget_usd: 1, over: 1 } }])).toBe('dynamic');
  });

  it.each<[string, readonly Json[], RegExp]>([
    ['no window', [{ predict: { by: 'ridge' } }, { pace: { budget_usd: 1 } }], /pace.*one kind of window/],
    ['two windows', [{ predict: { by: 'ridge' } }, { pace: { budget_usd: 1, over: 2, per: 'day' } }], /pace.*one kind of window/],
    [
      'nothing predicted',
      [{ use: 'm0' }, { pace: { budget_usd: 1, over: 2 } }],
      /pipeline\[1\]\.pace.*a predict policy before it/,
    ],
    [
      'a rule without prices',
      [{ predict: { by: 'ridge', good_enough: { at_least: 0.5 } } }, { pace: { budget_usd: 1, over: 2 } }],
      /pace.*good_enough/,
    ],
    [
      'an expectation beside a number',
      [{ predict: { by: 'ridge' } }, { pace: { budget_usd: 1, over: 2, expect: 2 } }],
      /pace\.expect/,
    ],
    ['a misspelt key', [{ predict: { by: 'ridge' } }, { pace: { budget: 1, over: 2 } }], /budget_usd/],
  ])('is refused with %s', (_name, pipeline, message) => {
    expect(() => checkCandidate(candidate(pipeline), models)).toThrow(message);
  });

  it('refuses a budget that the cheapest choices exceed', () => {
    expect(() => stageOf({ budget_usd: 0.05, over: 100 })).toThrow(/pace\.budget_usd.*cheapest choices cost.*0\.001/);
  });
});
