import { UserError } from '../../domain/user-error.js';

/** `check.ts` where every byte counts: the same refusals, without the nearest word. What was checked when it was written passes. */
export function refuse(field: string | undefined, message: string, more: object = {}): UserError {
  return new UserError({ message, ...(field === undefined ? {} : { field }), ...more });
}

export function refuseWord(field: string, message: string, value: string, accepted: readonly string[]): UserError {
  return refuse(field, message, { value, accepted: accepted.join(', ') });
}

export function within<T>(_field: string, make: () => T): T {
  return make();
}

export function describe(value: unknown): string {
  return JSON.stringify(value) ?? typeof value;
}

export function objectAt(value: unknown): Readonly<Record<string, unknown>> {
  return value as Readonly<Record<string, unknown>>;
}

export function listAt(value: unknown): readonly unknown[] {
  return value as readonly unknown[];
}

export function wholeAt(value: unknown): number {
  return value as number;
}

export const textAt = String;
export const wordAt = String;
export const modelAt = String;
