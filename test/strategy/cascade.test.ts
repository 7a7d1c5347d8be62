import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/domain/json.js';
import { DEFAULT_INPUT } from '../../src/router/config.js';
import { fitCandidate } from '../../src/strategy/fit.js';

const price = (usd: number) => ({ inputUsdPerMTok: usd, outputUsdPerMTok: 2 * usd });
const MODELS = [
  { id: 'large', provider: 'lab', name: 'large', tags: ['hosted'], price: price(10) },
  { id: 'small', provider: 'lab', name: 'small', tags: ['hosted'], price: price(1) },
  { id: 'own', provider: 'lab', name: 'own', tags: ['on_prem'] },
];
const fitted = (cascade: Json, models = MODELS.slice(0, 2)) =>
  fitCandidate(
    { id: 'c', strategy: 'c', kind: 'static', parameters: {}, input: DEFAULT_INPUT, pipeline: [{ cascade }], fallback: [] },
    { models },
    null,
  ).config.pipeline[0];
const accept = { 'answer.refusal': false };

describe('the policy cascade', () => {
  it('orders by price, cheapest first', () => {
    expect(fitted({ order: 'by_price', accept })).toEqual({ kind: 'cascade', order: ['small', 'large'], accept, most: 8 });
  });

  it('takes a list as it is written, and the prediction’s ranking', () => {
    expect(fitted({ order: { models: ['large', 'small'] }, accept, most: 1 })).toMatchObject({
      order: ['large', 'small'],
      most: 1,
    });
    expect(fitted({ order: 'by_rank', accept })).toMatchObject({ order: 'rank' });
  });

  it('refuses models without a price, unless others are named', () => {
    expect(() => fitted({ order: 'by_price', accept }, MODELS)).toThrow(
      /by_price needs the prices of every model, and own has none/,
    );
    expect(fitted({ order: 'by_price', over: { tags: 'hosted' }, accept }, MODELS)).toMatchObject({ order: ['small', 'large'] });
  });

  it.each([
    [{ order: 'by_price', accept: { 'answer.text': 'x' } }, /cascade\.accept\.answer\.text {2}is not kept for replay/],
    [{ order: 'by_price', accept: { 'answer.lenght': 3 } }, /cascade\.accept.*unknown field.*Did you mean "answer\.length"\?/],
    [{ order: { models: ['small', 'larg'] }, accept }, /unknown model \(got larg\).*Did you mean "large"\?/],
    [{ order: 'by_price', over: 'small', accept }, /leads nowhere/],
    [{ order: 'cheapest', accept }, /pipeline\[0\]\.cascade\.order/],
  ])('names what is wrong with %j', (cascade, message) => {
    expect(() => fitted(cascade as Json)).toThrow(message);
  });
});
