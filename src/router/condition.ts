import type { Scalar } from '../domain/json.js';
import { nearest } from '../domain/nearest.js';
import { refuse } from './check.js';
import { foldCondition } from './condition-tree.js';
import { type Condition, DEFAULT_INPUT, type InputSpec } from './config.js';
import { featureNamed, features, readFeature, readTextTest, TEXT_FIELD } from './feature/index.js';
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
 * Compiles a condition over a request. Siblings must all hold; `$and`, `$or` and `$not` nest. A condition without fields
 * always holds.
 *
 * @throws UserError for unknown fields and operators, naming the field, what is accepted and the nearest match
 */
export function compileCondition(condition: Condition, input: InputSpec = DEFAULT_INPUT): CompiledCondition {
  return foldCondition<CompiledCondition>(condition, {
    leaf: (field, spec) => bindField(field, spec, input),
    all: (parts) => (parts.length === 1 ? (parts[0] as CompiledCondition) : allOf(parts)),
    any: (parts) => (parts.length === 1 ? (parts[0] as CompiledCondition) : anyOf(parts)),
    not: (part) => (batch) => {
      const test = part(batch);
      return (row, category) => !test(row, category);
    },
  });
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

function bindField(field: string, spec: unknown, input: InputSpec): CompiledCondition {
  const signal = field.indexOf('signals.') === 0 ? field.slice(8) : '';
  const feature = featureNamed(field);
  if (signal === '' && feature === undefined && field !== TEXT_FIELD && field !== 'task.category') throw unknownField(field);
  const test = compileOperators(spec, field);
  if (signal !== '') return bindSignal(signal, test);
  if (feature !== undefined) return lazily(readFeature(feature, input), test);
  if (field === TEXT_FIELD) return lazily(readTextTest(`${field}:${canonicalJson(spec)}`, input, test), (held) => held === 1);
  return () => (_row, category) => test(category);
}

/** The column is made when first asked for: a rule that is never reached costs nothing. */
function lazily(read: (batch: RequestBatch) => Float64Array, test: (value: number) => boolean): CompiledCondition {
  return (batch) => {
    let values: Float64Array | undefined;
    return (row) => {
      values ??= read(batch);
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

/** Fields that have a meaning elsewhere, and why they have none here. */
const ELSEWHERE: readonly (readonly [prefix: string, why: string])[] = [
  ['answer.', 'there is no answer yet when a request is routed: answer.* is for accept conditions'],
  ['budget.', 'this router format keeps no budget'],
  ['model.', 'keep in a filter compares model.*, one model after another'],
];

function unknownField(field: string): Error {
  const accepted = [...requestFields, 'signals.<name>'].join(', ');
  for (const [prefix, why] of ELSEWHERE) {
    if (field.indexOf(prefix) === 0) return refuse(field, `unknown field in a condition: ${why}`, { accepted });
  }
  const close = nearest(field, requestFields);
  return refuse(field, 'unknown field in a condition', { accepted, ...(close === undefined ? {} : { nearest: close }) });
}
