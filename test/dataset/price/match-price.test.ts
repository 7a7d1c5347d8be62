import { describe, expect, it } from 'vitest';
import { matchPrice } from '../../../src/dataset/price/match-price.js';
import { readPriceFile } from '../../../src/dataset/price/price-file.js';
import { priceFileText } from '../../support/a-price-file.js';

const file = readPriceFile(priceFileText(), 'prices.json');
const match = (id: string, stated?: string, over: { provider?: string; name?: string } = {}) => {
  const slash = id.indexOf('/');
  const provider = over.provider ?? (slash < 0 ? 'unknown' : id.slice(0, slash));
  return matchPrice({ id, provider, name: over.name ?? id.slice(slash + 1), tags: [] }, file, stated);
};
const key = (found: ReturnType<typeof match>) => (found.kind === 'found' ? [found.by, found.row.key] : found.kind);

describe('matchPrice', () => {
  it('finds a provider’s row by its bare or its prefixed name', () => {
    expect(key(match('openai/gpt-9'))).toEqual(['provider', 'gpt-9']);
    expect(key(match('azure/gpt-9'))).toEqual(['provider', 'azure/gpt-9']);
    expect(key(match('mine', undefined, { provider: 'openai', name: 'gpt-9' }))).toEqual(['provider', 'gpt-9']);
  });

  it('takes a name alone only where every seller’s price is the same', () => {
    expect(key(match('llama-z'))).toEqual(['name', 'together_ai/llama-z']);
    expect(key(match('meta/llama-z'))).toEqual(['name', 'together_ai/llama-z']);
    expect(match('gpt-9')).toEqual({ kind: 'ambiguous', keys: ['gpt-9', 'azure/gpt-9'] });
  });

  it('never takes a part of a name, and shows what is near', () => {
    expect(match('anthropic/claude-x')).toEqual({ kind: 'not_found', nearest: ['claude-x-20260101'] });
    expect(match('openai/gpt')).toMatchObject({ kind: 'not_found' });
    expect(match('openai/gpt-9-mino')).toEqual({ kind: 'not_found', nearest: ['gpt-9-mini'] });
    expect(match('nobody/zzzzzzzzzz')).toEqual({ kind: 'not_found', nearest: [] });
  });

  it('does not take another seller’s row for a provider the file knows', () => {
    expect(match('openai/llama-z')).toMatchObject({ kind: 'not_found', nearest: ['together_ai/llama-z', 'hosted/llama-z'] });
  });

  it('takes the row the user states, and says when a name is no chat model', () => {
    expect(key(match('anthropic/claude-x', 'claude-x-20260101'))).toEqual(['stated', 'claude-x-20260101']);
    expect(match('openai/text-embed')).toEqual({ kind: 'other_mode', key: 'text-embed', mode: 'embedding' });
  });
});
