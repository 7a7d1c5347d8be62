import type { Json } from '../domain/json.js';
import { UserError } from '../domain/user-error.js';

export type RangeKind = 'choice' | 'linear' | 'log';

/** A range: how its values come about, and which they are. */
export interface Range {
  readonly kind: RangeKind;
  readonly values: readonly Json[];
}

/** The range a value stands for, or null where it is no range. */
export function rangeOf(value: Json, field: string): Range | null {
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return null;
  const [name, ...others] = Object.keys(value);
  if (name === undefined || others.length > 0) return null;
  const operand = (value as Readonly<Record<string, Json>>)[name] as Json;
  switch (name) {
    case '$choice':
      return { kind: 'choice', values: choices(operand, field) };
    case '$linear':
      return { kind: 'linear', values: steps(operand, field, name, (from, to, share) => from + share * (to - from)) };
    case '$log':
      return { kind: 'log', values: steps(operand, field, name, (from, to, share) => from * (to / from) ** share) };
    default:
      return null;
  }
}

/** More values than any search could try: they are listed before anything is left out. */
const MOST_VALUES = 1_000_000;

function choices(operand: Json, field: string): readonly Json[] {
  if (Array.isArray(operand) && operand.length > 0) return operand as readonly Json[];
  throw new UserError({
    field: `${field}.$choice`,
    message: 'needs a list of values',
    value: JSON.stringify(operand),
    accepted: '[value, value, …] with at least one',
  });
}

/** `[from, to, count]`, both ends included; whole ends give whole values. */
function steps(
  operand: Json,
  field: string,
  name: string,
  at: (from: number, to: number, share: number) => number,
): readonly number[] {
  const [from, to, count] = Array.isArray(operand) ? (operand as readonly Json[]) : [];
  const positive = name !== '$log' || (typeof from === 'number' && typeof to === 'number' && from > 0 && to > 0);
  if (
    typeof from !== 'number' ||
    typeof to !== 'number' ||
    typeof count !== 'number' ||
    !Number.isInteger(count) ||
    count < 2 ||
    count > MOST_VALUES ||
    !positive
  ) {
    throw new UserError({
      field: `${field}.${name}`,
      message: 'not a range',
      value: JSON.stringify(operand),
      accepted: `[from, to, count] with a whole count from 2 to 1,000,000${name === '$log' ? ' and both ends above 0' : ''}`,
    });
  }
  const whole = Number.isInteger(from) && Number.isInteger(to);
  const values = Array.from({ length: count }, (_, i) => {
    const value = i === count - 1 ? to : at(from, to, i / (count - 1));
    return whole ? Math.round(value) : Number(value.toPrecision(12));
  });
  return [...new Set(values)];
}
