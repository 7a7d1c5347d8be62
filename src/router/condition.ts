import type { Scalar } from '../domain/json.js';
import { nearest } from '../domain/nearest.js';
import { UserError } from '../domain/user-error.js';
import { type Condition, DEFAULT_INPUT, type InputSpec } from './config.js';
import { featureColumn, featureNamed, features, TEXT_FIELD, textTestColumn } from './feature/index.js';
import { canonicalJson } from './identity/canonical-json.js';
import { compileOperators, type ValueTest } from './operator.js';
import type { RequestBatch } from './router.js';

/** Whether a condition holds for a row, given what has been classified so far. */
export type RowTest = (row: number, category: string | undefined) => boolean;

/** A condition compiled: bind it to a batch, then ask row by row. */
export type CompiledCondition = (batch: RequestBatch) => RowTest;

/** Fields other than `signals.*`. */
export const requestFields: readonly string[] = [...features.map(({ name }) => name), TEXT_FIELD, 'task.category'];

/**
 * Compiles a condition over a request. Siblings must all hold; `$and`, `$or` and `$not` nest.
 *
 * @throws UserError for unknown fields and operators, naming the field, what is accepted and the nearest match
 */
export function compileCondition(condition: Condition, input: InputSpec = DEFAULT_INPUT): CompiledCondition {
  if (condition === null || typeof condition !== 'object' || Array.isArray(condition)) {
    throw new UserError({ message: 'a condition is an object of fields', value: JSON.stringify(condition) });
  }
  const parts: CompiledCondition[] = [];
  for (const [name, spec] of Object.entries(condition as Readonly<Record<string, unknown>>)) {
    if (name === '$and' || name === '$or') {
      const inner = nested(spec, name).map((one) => compileCondition(one, input));
      parts.push(name === '$and' ? allOf(inner) : anyOf(inner));
    } else if (name === '$not') {
      const inner = compileCondition(spec as Condition, input);
      parts.push((batch) => {
        const test = inner(batch);
        return (row, category) => !test(row, category);
      });
    } else parts.push(bindField(name, compileOperators(spec, name), `${name}:${canonicalJson(spec)}`, input));
  }
  return parts.length === 1 ? (parts[0] as CompiledCondition) : allOf(parts);
}

function nested(spec: unknown, field: string): readonly Condition[] {
  if (Array.isArray(spec) && spec.length > 0) return spec as readonly Condition[];
  throw new UserError({ message: 'needs a list of conditions', field, value: JSON.stringify(spec) });
}

function allOf(parts: readonly CompiledCondition[]): CompiledCondition {
  return (batch) => {
    const tests = parts.map((part) => part(batch));
    return (row, category) => {
      for (let i = 0; i < tests.length; i++) if (!(tests[i] as RowTest)(row, category)) return false;
      return true;
    };
  };
}

function anyOf(parts: readonly CompiledCondition[]): CompiledCondition {
  return (batch) => {
    const tests = parts.map((part) => part(batch));
    return (row, category) => {
      for (let i = 0; i < tests.length; i++) if ((tests[i] as RowTest)(row, category)) return true;
      return false;
    };
  };
}

function bindField(field: string, test: ValueTest, key: string, input: InputSpec): CompiledCondition {
  if (field === TEXT_FIELD)
    return lazily(
      (batch) => textTestColumn(batch, key, input, test),
      (value) => value === 1,
    );
  if (featureNamed(field) !== undefined) return lazily((batch) => featureColumn(batch, field, input), test);
  if (field === 'task.category') return () => (_row, category) => test(category);
  if (field.startsWith('signals.') && field.length > 8) return bindSignal(field.slice(8), test);
  throw unknownField(field);
}

/** The column is made when first asked for: a rule that is never reached costs nothing. */
function lazily(column: (batch: RequestBatch) => Float64Array, test: (value: number) => boolean): CompiledCondition {
  return (batch) => {
    let values: Float64Array | undefined;
    return (row) => {
      values ??= column(batch);
      return test(values[row] as number);
    };
  };
}

/** Each distinct value is tested once per batch. */
function bindSignal(name: string, test: ValueTest): CompiledCondition {
  return (batch) => {
    const column = batch.signals.get(name);
    const missing = test(undefined);
    if (column === undefined) return () => missing;
    const passes = column.values.map((value: Scalar) => test(value));
    return (row) => {
      const code = column.codes[row] as number;
      return code < 0 ? missing : (passes[code] as boolean);
    };
  };
}

function unknownField(field: string): UserError {
  const close = nearest(field, requestFields);
  return new UserError({
    message: 'unknown field in a condition',
    field,
    accepted: [...requestFields, 'signals.<name>'].join(', '),
    ...(close === undefined ? {} : { nearest: close }),
  });
}
