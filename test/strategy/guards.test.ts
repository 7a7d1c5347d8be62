import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/domain/json.js';
import { DEFAULT_INPUT, type PredictStage } from '../../src/router/config.js';
import { checkCandidate, fitCandidate, kindOf } from '../../src/strategy/fit.js';
import type { Candidate } from '../../src/strategy/strategy.js';
import { aTraining, topicRows } from '../support/a-training.js';

const models = {
  models: ['m0', 'm1', 'm2'].map((id, i) => ({
    id,
    provider: 'p',
    name: id,
    tags: [],
    ...(i === 0 ? {} : { contextTokens: i }),
  })),
};
const candidate = (pipeline: readonly Json[], kind: Candidate['kind'] = 'static'): Candidate => ({
  id: 'c',
  strategy: 'c',
  kind,
  parameters: {},
  input: DEFAULT_INPUT,
  pipeline,
  fallback: [],
});

describe('guards of strategy files', () => {
  it('become stages, and leave a pipeline static', () => {
    const pipeline = [
      { filter: { keep: { 'model.available': true }, allow: ['m0', 'm1'] } },
      { context: { max_output_tokens: 1, when: { 'signals.tier': 'free' } } },
      { use: 'm0' },
    ];
    expect(fitCandidate(candidate(pipeline), models, null).config.pipeline.slice(0, 2)).toEqual([
      { kind: 'filter', allow: ['m0', 'm1'], keep: { 'model.available': true } },
      { kind: 'context', outputTokens: 1, when: { 'signals.tier': 'free' } },
    ]);
    expect(kindOf(pipeline)).toBe('static');
  });

  it('weigh quality by a signal', () => {
    const spec = { by: 'ridge', utility: { per_usd: 2, value_signal: 'worth' } };
    const { config } = fitCandidate(candidate([{ predict: spec }], 'dynamic'), models, aTraining(topicRows(60)));
    expect((config.pipeline[0] as PredictStage).select).toMatchObject({
      by: 'utility',
      worth: 'worth',
      perPico: (2 * 2 ** 32) / 1e12,
    });
  });

  it.each<[string, Json, RegExp]>([
    ['a filter without models', { filter: {} }, /pipeline\[0\]\.filter.*takes nothing away.*allow, keep/],
    ['an unknown model field', { filter: { keep: { 'model.prize': 1 } } }, /filter\.keep\.model\.prize.*unknown field/],
    [
      'a model field where requests are compared',
      { filter: { when: { 'model.id': 'm0' }, allow: 'm0' } },
      /filter\.when\.model\.id.*keep/,
    ],
    ['no room named', { context: {} }, /context\.max_output_tokens/],
  ])('are refused with %s', (_name, policy, message) => {
    expect(() => checkCandidate(candidate([policy]), models)).toThrow(message);
  });

  it('refuse a context guard where no model states a context', () => {
    const silent = { models: models.models.map(({ id, provider, name, tags }) => ({ id, provider, name, tags })) };
    expect(() => checkCandidate(candidate([{ context: { max_output_tokens: 1 } }]), silent)).toThrow(
      /no model states its context/,
    );
  });
});
