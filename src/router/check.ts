import { nearest } from '../domain/nearest.js';
import { type Problem, UserError } from '../domain/user-error.js';

/** A refusal of something in a router config: what stands where, and what would be accepted. */
export function refuse(field: string | undefined, message: string, more: Partial<Problem> = {}): UserError {
  return new UserError({ message, ...(field === undefined ? {} : { field }), ...more });
}

/** A refusal of a word that is not in a list, with the nearest that is. */
export function refuseWord(field: string, message: string, word: string, accepted: readonly string[]): UserError {
  const close = nearest(word, accepted);
  return refuse(field, message, {
    value: word,
    accepted: accepted.join(', '),
    ...(close === undefined ? {} : { nearest: close }),
  });
}

/** Does something whose errors name fields relative to `field`, and makes them name the whole path. */
export function within<T>(field: string, make: () => T): T {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(
      error.problems.map((problem) => ({ ...problem, field: problem.field === undefined ? field : `${field}.${problem.field}` })),
      error.exitCode,
    );
  }
}

/** A value as its author wrote it, cut to what a line of an error holds. */
export function describe(value: unknown): string {
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.length === 0 ? '[]' : 'a list';
  if (value !== null && typeof value === 'object') return Object.keys(value).length === 0 ? '{}' : 'an object';
  const text = JSON.stringify(value) ?? (value === undefined ? 'missing' : typeof value);
  return text.length > 80 ? `${text.slice(0, 79)}…` : text;
}

/** The value as an object with known members only. */
export function objectAt(value: unknown, field: string, members: readonly string[]): Readonly<Record<string, unknown>> {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw refuse(field, 'is not an object', { value: describe(value) });
  }
  for (const key of Object.keys(value)) {
    if (members.indexOf(key) < 0) throw refuseWord(`${field}.${key}`, 'unknown member', key, members);
  }
  return value as Readonly<Record<string, unknown>>;
}

export function listAt(value: unknown, field: string): readonly unknown[] {
  if (!Array.isArray(value)) throw refuse(field, 'is not a list', { value: describe(value) });
  return value;
}

/** A text that is not empty. */
export function textAt(value: unknown, field: string): string {
  if (typeof value === 'string' && value !== '') return value;
  throw refuse(field, 'is not a text', { value: describe(value), accepted: 'a text, not empty' });
}

/** One of a few words. */
export function wordAt(value: unknown, field: string, accepted: readonly string[]): string {
  if (typeof value === 'string' && accepted.indexOf(value) >= 0) return value;
  throw refuseWord(field, 'not accepted', typeof value === 'string' ? value : describe(value), accepted);
}

/** A whole number within bounds, both included. */
export function wholeAt(value: unknown, field: string, least: number, most: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw refuse(field, 'is not a whole number in range', { value: describe(value), accepted: `${least} to ${most}` });
}

/** A model id that the config's models have. */
export function modelAt(value: unknown, field: string, modelIds: readonly string[]): string {
  const id = textAt(value, field);
  if (modelIds.indexOf(id) < 0) throw refuseWord(field, 'unknown model', id, modelIds);
  return id;
}
