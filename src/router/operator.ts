import type { Scalar } from '../domain/json.js';
import { nearest } from '../domain/nearest.js';
import { UserError } from '../domain/user-error.js';
import { compileMatcher } from './pattern/matcher.js';

/** Whether a value (undefined: the field is missing) passes. */
export type ValueTest = (value: Scalar | undefined) => boolean;

/** Operators by name: from the operand to the test. A missing field passes only $ne, $nin and $exists: false. */
const OPERATORS: Readonly<Record<string, (operand: unknown, field: string) => ValueTest>> = {
  $eq: (operand, field) => equals(scalar(operand, field)),
  $ne: (operand, field) => not(equals(scalar(operand, field))),
  $gt: (operand, field) => ordered(operand, field, (order) => order > 0),
  $gte: (operand, field) => ordered(operand, field, (order) => order >= 0),
  $lt: (operand, field) => ordered(operand, field, (order) => order < 0),
  $lte: (operand, field) => ordered(operand, field, (order) => order <= 0),
  $in: (operand, field) => oneOf(scalars(operand, field)),
  $nin: (operand, field) => not(oneOf(scalars(operand, field))),
  $regex: (operand, field) => pattern(operand, field),
  $contains: (operand, field) => containing(operand, field),
  $exists: (operand, field) => {
    if (typeof operand !== 'boolean') throw refused(field, operand, 'true or false');
    return (value) => (value !== undefined) === operand;
  },
  $not: (operand, field) => not(compileOperators(operand, field)),
};

/** Names of all operators on a field. */
export const operatorNames: readonly string[] = Object.keys(OPERATORS);

/**
 * Compiles what stands beside a field: a bare value ($eq) or an object of operators that must all hold.
 *
 * @throws UserError naming the field and what is accepted
 */
export function compileOperators(spec: unknown, field: string): ValueTest {
  if (spec === null || typeof spec !== 'object') return equals(scalar(spec, field));
  if (Array.isArray(spec)) throw refused(field, spec, 'a value or operators such as { $in: [...] }');
  const tests: ValueTest[] = [];
  for (const name of Object.keys(spec)) {
    const operator = OPERATORS[name];
    if (operator === undefined || !Object.hasOwn(OPERATORS, name)) throw unknownOperator(name, field);
    tests.push(operator((spec as Readonly<Record<string, unknown>>)[name], `${field}.${name}`));
  }
  if (tests.length === 0) throw refused(field, spec, operatorNames.join(', '));
  return tests.length === 1 ? (tests[0] as ValueTest) : (value) => tests.every((test) => test(value));
}

/** Lower case for A–Z only: the one folding that every runtime agrees on. */
export function asciiLower(text: string): string {
  return shifted(text, 65, 90, 32);
}

/** Upper case for a–z only. */
export function asciiUpper(text: string): string {
  return shifted(text, 97, 122, -32);
}

/** The text with code units from..to moved by `by`. */
function shifted(text: string, from: number, to: number, by: number): string {
  let result = '';
  let kept = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < from || code > to) continue;
    result += text.slice(kept, i) + String.fromCharCode(code + by);
    kept = i + 1;
  }
  return kept === 0 ? text : result + text.slice(kept);
}

function equals(operand: Scalar): ValueTest {
  return (value) => value === operand;
}

function not(test: ValueTest): ValueTest {
  return (value) => !test(value);
}

/** Numbers with numbers, texts with texts (by UTF-16 code units); anything else never passes. */
function ordered(operand: unknown, field: string, passes: (order: number) => boolean): ValueTest {
  if (typeof operand !== 'number' && typeof operand !== 'string') throw refused(field, operand, 'a number or a text');
  return (value) => {
    if (typeof value !== typeof operand || value === undefined || value === null) return false;
    return passes(value < operand ? -1 : value > operand ? 1 : 0);
  };
}

function oneOf(operands: readonly Scalar[]): ValueTest {
  return (value) => value !== undefined && operands.indexOf(value) >= 0;
}

function pattern(operand: unknown, field: string): ValueTest {
  if (typeof operand !== 'string') throw refused(field, operand, 'a pattern as text');
  try {
    const matches = compileMatcher(operand);
    return (value) => typeof value === 'string' && matches(value);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(error.problems.map((problem) => ({ ...problem, field, value: operand })));
  }
}

function containing(operand: unknown, field: string): ValueTest {
  const texts = typeof operand === 'string' ? [operand] : operand;
  if (!Array.isArray(texts) || texts.length === 0 || texts.some((text) => typeof text !== 'string' || text === '')) {
    throw refused(field, operand, 'a text or a list of texts, none of them empty');
  }
  const folded = texts.map((text: string) => asciiLower(text));
  return (value) => {
    if (typeof value !== 'string') return false;
    const own = asciiLower(value);
    return folded.some((text) => own.indexOf(text) >= 0);
  };
}

function scalar(operand: unknown, field: string): Scalar {
  if (operand === null || typeof operand === 'boolean' || typeof operand === 'number' || typeof operand === 'string')
    return operand;
  throw refused(field, operand, 'a text, a number, true, false or null');
}

function scalars(operand: unknown, field: string): readonly Scalar[] {
  if (!Array.isArray(operand)) throw refused(field, operand, 'a list of values');
  return operand.map((one: unknown) => scalar(one, field));
}

function refused(field: string, value: unknown, accepted: string): UserError {
  return new UserError({ message: 'not accepted here', field, value: JSON.stringify(value) ?? String(value), accepted });
}

function unknownOperator(name: string, field: string): UserError {
  const close = nearest(name, operatorNames);
  return new UserError({
    message: 'unknown operator',
    field,
    value: name,
    accepted: operatorNames.join(', '),
    ...(close === undefined ? {} : { nearest: close }),
  });
}
