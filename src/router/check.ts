import { nearest } from '../domain/nearest.js';
import { type Problem, UserError } from '../domain/user-error.js';

/** A refusal of a router config: what stands where, and what would be accepted. */
export function refuse(field: string, message: string, more: Partial<Problem> = {}): UserError {
  return new UserError({ message, field, ...more });
}

/** The value as an object with known members only. */
export function objectAt(value: unknown, field: string, members: readonly string[]): Readonly<Record<string, unknown>> {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) throw refuse(field, 'is not an object');
  const object = value as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(object)) {
    if (members.indexOf(key) >= 0) continue;
    const close = nearest(key, members);
    throw refuse(`${field}.${key}`, 'unknown member', {
      accepted: members.join(', '),
      ...(close === undefined ? {} : { nearest: close }),
    });
  }
  return object;
}

export function listAt(value: unknown, field: string): readonly unknown[] {
  if (!Array.isArray(value)) throw refuse(field, 'is not a list');
  return value;
}

export function textAt(value: unknown, field: string): string {
  if (typeof value !== 'string' || value === '')
    throw refuse(field, 'is not a text', { value: JSON.stringify(value) ?? 'missing' });
  return value;
}

/** A whole number within bounds, both included. */
export function wholeAt(value: unknown, field: string, least: number, most: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most) return value;
  throw refuse(field, 'is not a whole number in range', {
    value: JSON.stringify(value) ?? 'missing',
    accepted: `${least} to ${most}`,
  });
}

/** A model id that the config's models have. */
export function modelAt(value: unknown, field: string, modelIds: readonly string[]): string {
  const id = textAt(value, field);
  if (modelIds.indexOf(id) >= 0) return id;
  const close = nearest(id, modelIds);
  throw refuse(field, 'unknown model', {
    value: id,
    accepted: modelIds.join(', '),
    ...(close === undefined ? {} : { nearest: close }),
  });
}
