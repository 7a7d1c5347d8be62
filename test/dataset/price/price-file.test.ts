import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readPriceFile } from '../../../src/dataset/price/price-file.js';
import { priceFileText } from '../../support/a-price-file.js';

const { rows, otherModes } = readPriceFile(priceFileText(), 'prices.json');
const one = (cost: number): string =>
  JSON.stringify({ m: { mode: 'chat', input_cost_per_token: cost, output_cost_per_token: cost } });

describe('readPriceFile', () => {
  it('keeps chat rows with both prices in USD per million tokens, cached and reasoning ones too', () => {
    expect(rows.get('gpt-9')).toEqual({
      key: 'gpt-9',
      provider: 'openai',
      price: { inputUsdPerMTok: 2.5, outputUsdPerMTok: 10, cachedInputUsdPerMTok: 1.25 },
      notes: [],
      refused: [],
    });
    expect(rows.get('gpt-9-mini')?.price).toEqual({ inputUsdPerMTok: 0.15, outputUsdPerMTok: 0.6 });
    expect(rows.get('claude-x-20260101')?.price?.reasoningUsdPerMTok).toBe(20);
  });

  it('has no price where one of the two is missing, and 0 only where the file says 0', () => {
    expect(rows.get('gemini/flash-odd')?.price).toBeNull();
    expect(rows.get('gemini/flash-free')?.price).toEqual({ inputUsdPerMTok: 0, outputUsdPerMTok: 0 });
  });

  it('sets aside what is no chat model, and the rows that are no models', () => {
    expect([...otherModes]).toEqual([['text-embed', 'embedding']]);
    expect([...rows.keys()]).not.toContain('sample_spec');
  });

  it('says what a row charges for that a price can’t hold', () => {
    expect(rows.get('claude-x-20260101')?.notes).toEqual([
      'long prompts cost more (input_cost_per_token_above_200k_tokens): not taken over',
    ]);
    expect(rows.get('perplexity/search')?.notes).toEqual(['also charges input_cost_per_request: not taken over']);
  });

  it('gives the decimal number that the text means', () => {
    const digits = fc.tuple(fc.integer({ min: 1, max: 999_999 }), fc.integer({ min: 6, max: 12 }));
    fc.assert(
      fc.property(digits, ([mantissa, exponent]) => {
        const read = readPriceFile(one(Number(`${mantissa}e-${exponent}`)), 'f').rows.get('m')?.price?.inputUsdPerMTok;
        return read === Number(`${mantissa}e${6 - exponent}`);
      }),
    );
  });

  it.each([
    ['[]', /is no price file/],
    ['{', /not JSON/],
    ['{"a": {"mode": "embedding"}}', /no row of a chat model/],
  ])('refuses %s', (text, message) => {
    expect(() => readPriceFile(text, 'prices.json')).toThrow(message);
  });
});
