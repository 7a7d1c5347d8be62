import { z } from 'zod';
import type { Model } from '../domain/model.js';
import { nearest } from '../domain/nearest.js';
import { UserError } from '../domain/user-error.js';

const words = z.union([z.string().min(1), z.array(z.string().min(1)).min(1)]);

/** Names models: an id, a list of ids, or what they have in common. */
export const selectorSchema = z
  .union([words, z.strictObject({ tags: words }), z.strictObject({ models: z.array(z.string().min(1)).min(1) })])
  .describe('A model id, a list of ids, { tags: … } (models with any of the tags) or { models: […] }');

export type Selector = z.infer<typeof selectorSchema>;

/**
 * The ids a selector names, in the order of the models file.
 *
 * @throws UserError for an unknown id or a tag no model has
 */
export function selectedModels(selector: Selector, models: readonly Model[], field: string): string[] {
  if (typeof selector === 'object' && 'tags' in selector) return byTags(listOf(selector.tags), models, field);
  const ids = typeof selector === 'object' && 'models' in selector ? selector.models : listOf(selector);
  const wanted = new Set(ids.map((id) => modelId(id, models, field)));
  return models.map(({ id }) => id).filter((id) => wanted.has(id));
}

/** An id the models file has. */
export function modelId(id: string, models: readonly Model[], field: string): string {
  if (models.some((model) => model.id === id)) return id;
  const ids = models.map((model) => model.id);
  const close = nearest(id, ids);
  throw new UserError({
    field,
    message: 'unknown model',
    value: id,
    accepted: ids.join(', '),
    ...(close === undefined ? {} : { nearest: close }),
  });
}

function byTags(tags: readonly string[], models: readonly Model[], field: string): string[] {
  const known = [...new Set(models.flatMap((model) => model.tags))];
  const unknown = tags.find((tag) => !known.includes(tag));
  if (unknown !== undefined) {
    const close = nearest(unknown, known);
    throw new UserError({
      field,
      message: 'no model has this tag',
      value: unknown,
      accepted: known.join(', '),
      ...(close === undefined ? {} : { nearest: close }),
    });
  }
  return models.filter((model) => model.tags.some((tag) => tags.includes(tag))).map(({ id }) => id);
}

function listOf(words: string | readonly string[]): readonly string[] {
  return typeof words === 'string' ? [words] : words;
}
