import type { Scalar } from '../domain/json.js';
import { nearest } from '../domain/nearest.js';
import { refuse } from './check.js';
import { foldCondition } from './condition-tree.js';
import { type Condition, DEFAULT_INPUT, type InputSpec } from './config.js';
import { featureNamed, features, readFeature, readTextTest, TEXT_FIELD } from './feature/index.js';
import { canonicalJson } from './identity/canonical-json.js';
import { compileOperators, type ValueTest } from './operator.js';
import type { RequestBatch } from './router.js';

/** What a request has been classified as; undefined where it has not. */
export interface Task {
  readonly category: string | undefined;
  readonly difficulty: string | undefined;
}

/** Of a request that was not classified. */
export const UNCLASSIFIED: Task = { category: undefined, difficulty: undefined };

/** Whether a condition holds for a row, given what has been classified so far. */
export type RowTest = (row: number, task: Task) => boolean;

/** A condition compiled: bind it to a batch, then ask row by row. */
export type CompiledCondition = (batch: RequestBatch) => RowTest;

/** Fields other than `signals.*`. */
export const requestFields: readonly string[] = [
  ...features.map(({ name }) => name),
  TEXT_FIELD,
  'task.category',
  'task.difficulty',
];

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
      return (row, task) => !test(row, task);
    },
  });
}

function allOf(parts: readonly CompiledCondition[]): CompiledCondition {
  return (batch) => {
    const tests = parts.map((part) => part(batch));
    return (row, task) => {
      for (let i = 0; i < tests.length; i++) if (!(tests[i] as RowTest)(row, task)) return false;
      return true;
    };
  };
}

function anyOf(parts: readonly CompiledCondition[]): CompiledCondition {
  return (batch) => {
    const tests = parts.map((part) => part(batch));
    return (row, task) => {
      for (let i = 0; i < tests.length; i++) if ((tests[i] as RowTest)(row, task)) return true;
      return false;
    };
  };
}

const TASK_PARTS: Readonly<Record<string, keyof Task>> = {
  'task.category': 'category',
  'task.difficulty': 'difficulty',
};

function bindField(field: string, spec: unknown, input: InputSpec): CompiledCondition {
  const signal = field.indexOf('signals.') === 0 ? field.slice(8) : '';
  const feature = featureNamed(field);
  const part = Object.hasOwn(TASK_PARTS, field) ? TASK_PARTS[field] : undefined;
  if (signal === '' && feature === undefined && field !== TEXT_FIELD && part === undefined) throw unknownField(field);
  const test = compileOperators(spec, field);
  if (signal !== '') return bindSignal(signal, test);
  if (feature !== undefined) return lazily(readFeature(feature, input), test);
  if (part !== undefined) return () => (_row, task) => test(task[part]);
  return lazily(readTextTest(`${field}:${canonicalJson(spec)}`, input, test), (held) => held === 1);
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
