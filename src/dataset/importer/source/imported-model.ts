import type { Model } from '../../../domain/model.js';

/** Model families whose provider is plain from the name, for names that carry no `provider/`. */
const FAMILIES: readonly (readonly [prefix: RegExp, provider: string])[] = [
  [/^(gpt-|chatgpt|o\d)/i, 'openai'],
  [/^claude/i, 'anthropic'],
  [/^gemini/i, 'google'],
  [/^(mistral|mixtral)/i, 'mistralai'],
];

/**
 * A model known by its name alone: the provider is what stands before the first `/`, else the family's, else `unknown`. It has
 * no price: a price that nobody gave is missing.
 */
export function importedModel(id: string): Model {
  const slash = id.indexOf('/');
  const family = FAMILIES.find(([prefix]) => prefix.test(id))?.[1] ?? 'unknown';
  const [provider, name] = slash > 0 ? [id.slice(0, slash), id.slice(slash + 1)] : [family, id];
  return { id, provider, name, tags: [] };
}
