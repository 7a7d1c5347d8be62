import { describe, expect, it } from 'vitest';
import { modelListOf, modelsSchema } from '../../src/dataset/models-schema.js';

describe('models file', () => {
  it('becomes a model list, absent members staying absent', () => {
    const file = modelsSchema.parse({
      priced_at: '2025-01-31',
      price_source: 'price page',
      models: [
        {
          id: 'openai/gpt-4o',
          price: {
            input_usd_per_mtok: 2.5,
            output_usd_per_mtok: 10,
            cached_input_usd_per_mtok: 1.25,
            reasoning_usd_per_mtok: 12,
            request_usd: 0.001,
          },
          context_tokens: 128000,
          tags: ['frontier'],
          limits: { rpm: 500 },
        },
        { id: 'local/org/model' },
        { id: 'bare', provider: 'p', name: 'n' },
      ],
    });
    expect(modelListOf(file)).toEqual({
      pricedAt: '2025-01-31',
      priceSource: 'price page',
      models: [
        {
          id: 'openai/gpt-4o',
          provider: 'openai',
          name: 'gpt-4o',
          price: {
            inputUsdPerMTok: 2.5,
            outputUsdPerMTok: 10,
            cachedInputUsdPerMTok: 1.25,
            reasoningUsdPerMTok: 12,
            requestUsd: 0.001,
          },
          contextTokens: 128000,
          tags: ['frontier'],
          limits: { rpm: 500 },
        },
        { id: 'local/org/model', provider: 'local', name: 'org/model', tags: [] },
        { id: 'bare', provider: 'p', name: 'n', tags: [] },
      ],
    });
    expect(Object.keys(modelListOf(file).models[1] ?? {})).toEqual(['id', 'provider', 'name', 'tags']);
  });

  it('refuses a second model of the same id, saying which and where', () => {
    const parsed = modelsSchema.safeParse({ models: [{ id: 'a/b' }, { id: 'c/d' }, { id: 'a/b' }] });
    expect(parsed.error?.issues).toMatchObject([{ path: ['models', 2, 'id'], message: '"a/b" is models.0 already' }]);
  });

  it.each([
    ['an unknown member', { models: [{ id: 'a', cost: 1 }] }],
    ['a negative price', { models: [{ id: 'a', price: { input_usd_per_mtok: -1 } }] }],
    ['no model', { models: [] }],
    ['a date that is none', { priced_at: '2025-02-30', models: [{ id: 'a' }] }],
  ])('refuses %s', (_, file) => {
    expect(modelsSchema.safeParse(file).success).toBe(false);
  });
});
