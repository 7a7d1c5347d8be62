import type { Json, Scalar } from '../../domain/json.js';
import { foldCondition } from '../../router/condition-tree.js';
import type { Condition, InputSpec, Operators } from '../../router/config.js';
import { featureNamed } from '../../router/feature/index.js';
import type { ContextSpec } from './context.js';

/** An expression of JsonLogic, in the few operators that every engine has: if, and, or, !, ===, <, <=, >, >=, var. */
export type Logic = Json;

/** What a request has been classified as, as an expression; null where it has not. */
export interface TaskLogic {
  readonly category: Logic;
  readonly difficulty: Logic;
}

/** A clause of a router that has no expression. */
export class Unspoken extends Error {}

/** Turns conditions into expressions, and notes what they read of the context. */
export interface Writer {
  condition(when: Condition | undefined, task: TaskLogic): Logic;
  /** The hash of who asks, by a salt. */
  hash(salt: string): Logic;
  /** What was read so far. */
  spec(): ContextSpec;
}

const read = (key: string): Logic => ({ var: key });
const equal = (one: Logic, other: Logic): Logic => ({ '===': [one, other] });
const not = (one: Logic): Logic => ({ '!': [one] });
const all = (parts: readonly Logic[]): Logic => (parts.length === 1 ? (parts[0] as Logic) : { and: [...parts] });
const any = (parts: readonly Logic[]): Logic => (parts.length === 1 ? (parts[0] as Logic) : { or: [...parts] });

const ORDERS: Readonly<Record<string, string>> = { $gt: '>', $gte: '>=', $lt: '<', $lte: '<=' };

export function logicWriter(input: InputSpec): Writer {
  const kinds = { features: {}, signals: {}, types: {}, hashes: {} } as Record<string, Record<string, string>>;
  const tests: Record<string, { field: string; is: Json }> = {};
  /** The context's own name for something: letters, digits and underscores, each thing by one name. */
  const noted = (kind: string, name: string): Logic => {
    const held = kinds[kind] as Record<string, string>;
    const known = Object.keys(held).find((key) => held[key] === name);
    if (known !== undefined) return read(known);
    const plain = `${kind}_${name}`.replace(/[^A-Za-z0-9]+/g, '_');
    let key = plain;
    for (let more = 2; Object.hasOwn(held, key); more++) key = `${plain}_${more}`;
    held[key] = name;
    return read(key);
  };
  const tested = (field: string, is: Json): Logic => {
    const known = Object.keys(tests).find((key) => JSON.stringify(tests[key]) === JSON.stringify({ field, is }));
    const key = known ?? `tests_${Object.keys(tests).length}`;
    tests[key] = { field, is };
    return read(key);
  };
  const leaf = (field: string, spec: unknown, task: TaskLogic): Logic => {
    if (field === 'task.category') return operators(spec, onText(task.category, field));
    if (field === 'task.difficulty') return operators(spec, onText(task.difficulty, field));
    if (field === 'prompt.text') return tested(field, spec as Json);
    if (featureNamed(field) !== undefined) return operators(spec, onNumber(noted('features', field), field));
    const signal = field.slice('signals.'.length);
    const [value, type] = [() => noted('signals', signal), () => noted('types', signal)];
    return operators(spec, {
      equals: (operand) => (operand === null ? equal(type(), 'null') : equal(value(), operand)),
      exists: () => not(equal(type(), 'missing')),
      orders: (operator, operand) =>
        typeof operand === 'number'
          ? all([equal(type(), 'number'), { [ORDERS[operator] as string]: [value(), operand] }])
          : tested(field, { [operator]: operand }),
      other: (operator, operand) => tested(field, { [operator]: operand }),
    });
  };
  return {
    condition: (when, task) =>
      when === undefined
        ? true
        : foldCondition<Logic>(when, { leaf: (field, spec) => leaf(field, spec, task), all: allOrTrue, any, not }),
    hash: (salt) => noted('hashes', salt),
    spec: () => ({ input, tests, ...kinds }) as unknown as ContextSpec,
  };
}

const allOrTrue = (parts: readonly Logic[]): Logic => (parts.length === 0 ? true : all(parts));

/** A value, in its own words. */
interface Sayings {
  equals(operand: Scalar): Logic;
  exists(): Logic;
  orders(operator: string, operand: Scalar): Logic;
  other(operator: string, operand: Json): Logic;
}

/** What stands beside a field: a value, or operators that must all hold. */
function operators(spec: unknown, says: Sayings): Logic {
  if (spec === null || typeof spec !== 'object') return says.equals(spec as Scalar);
  return all(Object.entries(spec as Operators).map(([operator, operand]) => said(operator, operand, says)));
}

function said(operator: string, operand: unknown, says: Sayings): Logic {
  const oneOf = (): Logic => {
    const operands = operand as readonly Scalar[];
    return operands.length === 0 ? false : any(operands.map((one) => says.equals(one)));
  };
  if (operator === '$eq') return says.equals(operand as Scalar);
  if (operator === '$ne') return not(says.equals(operand as Scalar));
  if (operator === '$in') return oneOf();
  if (operator === '$nin') return not(oneOf());
  if (operator === '$exists') return operand === true ? says.exists() : not(says.exists());
  if (operator === '$not') return not(operators(operand, says));
  return ORDERS[operator] === undefined ? says.other(operator, operand as Json) : says.orders(operator, operand as Scalar);
}

/** A number that is always there. A value of another type is none it could be. */
function onNumber(value: Logic, field: string): Sayings {
  return {
    equals: (operand) => (typeof operand === 'number' ? equal(value, operand) : false),
    exists: () => true,
    orders: (operator, operand) => (typeof operand === 'number' ? { [ORDERS[operator] as string]: [value, operand] } : false),
    other: (operator) => unspoken(operator, field),
  };
}

/** A text, or nothing. */
function onText(value: Logic, field: string): Sayings {
  return {
    equals: (operand) => (typeof operand === 'string' ? equal(value, operand) : false),
    exists: () => not(equal(value, null)),
    orders: (operator) => unspoken(operator, field),
    other: (operator) => unspoken(operator, field),
  };
}

function unspoken(operator: string, field: string): never {
  throw new Unspoken(`${operator} on ${field}`);
}
