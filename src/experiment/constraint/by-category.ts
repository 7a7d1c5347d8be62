import type { Constraint } from '../../compare/constraint.js';
import type { CodedColumn } from '../../domain/column.js';
import { nearest } from '../../domain/nearest.js';
import { UserError } from '../../domain/user-error.js';

/**
 * Constraints with the floor of `each` category spelt out: one constraint a category that has no floor of its own, by name.
 *
 * @throws UserError for a category that no query has
 */
export function spelledOut(constraints: readonly Constraint[], categories: readonly string[]): Constraint[] {
  const named = constraints.flatMap((one) => (one.kind === 'category_quality' && one.category !== null ? [one.category] : []));
  const unknown = named.find((category) => !categories.includes(category));
  if (unknown !== undefined) throw unknownCategory(unknown, categories);
  const rest = categories.filter((category) => !named.includes(category));
  return constraints.flatMap((one) =>
    one.kind === 'category_quality' && one.category === null ? rest.map((category) => ({ ...one, category })) : [one],
  );
}

/** Categories that some query has, by name. */
export function categoriesIn({ codes, values }: CodedColumn<string>): string[] {
  const seen = new Set(codes);
  return values.filter((_, code) => seen.has(code)).sort();
}

function unknownCategory(value: string, categories: readonly string[]): UserError {
  const close = nearest(value, categories);
  return new UserError({
    field: 'constraints.quality_by_category',
    message: 'no query has this category',
    value,
    accepted: categories.length === 0 ? 'nothing: the dataset has no categories' : `${categories.join(', ')}, each`,
    ...(close === undefined ? {} : { nearest: close }),
  });
}
