import { describe, refuse, within } from './check.js';
import type { Condition } from './config.js';

/** Deepest nesting of $and, $or and $not; compiling goes down one call a level. */
export const MOST_NESTING = 64;

/** What the parts of a condition become. */
export interface Parts<T> {
  leaf(field: string, spec: unknown): T;
  all(parts: readonly T[]): T;
  any(parts: readonly T[]): T;
  not(part: T): T;
}

/**
 * Folds a condition: siblings must all hold, `$and`, `$or` and `$not` nest. Errors name the path inside the condition.
 *
 * @throws UserError for what is not a condition, for empty lists, and for nesting deeper than 64
 */
export function foldCondition<T>(condition: unknown, parts: Parts<T>, depth = 0): T {
  if (depth > MOST_NESTING) throw refuse(undefined, `a condition nested deeper than ${MOST_NESTING}`);
  if (condition === null || typeof condition !== 'object' || Array.isArray(condition)) {
    throw refuse(undefined, 'a condition is an object of fields', { value: describe(condition) });
  }
  const folded: T[] = [];
  for (const name of Object.keys(condition)) {
    const spec = (condition as Readonly<Record<string, unknown>>)[name];
    if (name === '$not') folded.push(parts.not(within('$not', () => foldCondition(spec, parts, depth + 1))));
    else if (name === '$and') folded.push(parts.all(nested(spec, name, parts, depth)));
    else if (name === '$or') folded.push(parts.any(nested(spec, name, parts, depth)));
    else folded.push(parts.leaf(name, spec));
  }
  return folded.length === 1 ? (folded[0] as T) : parts.all(folded);
}

function nested<T>(spec: unknown, name: string, parts: Parts<T>, depth: number): T[] {
  if (!Array.isArray(spec) || spec.length === 0) throw refuse(name, 'needs a list of conditions', { value: describe(spec) });
  const list = spec as readonly Condition[];
  return list.map((one, index) => within(`${name}[${index}]`, () => foldCondition(one, parts, depth + 1)));
}
