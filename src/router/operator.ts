import type { Scalar } from '../domain/json.js';
import { UserError } from '../domain/user-error.js';
import { describe, refuse, refuseWord } from './check.js';
import { codePointAt } from './identity/utf8.js';
import { compileMatcher } from './pattern/matcher.js';

/** Whether a value (undefined: the field is missing) passes. */
export type ValueTest = (value: Scalar | undefined) => boolean;

/** Deepest nesting of $not beside a field; compiling goes down one call a level. */
const MOST_NESTING = 64;

/**
 * Operators by name: from the operand to the test. A missing field passes only $ne, $nin and $exists: false. `$not` is the
 * plain opposite of what stands in it, so it passes a missing field wherever the inside doesn't.
 */
const OPERATORS: Readonly<Record<string, (operand: unknown, field: string, depth: number) => ValueTest>> = {
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
  $not: (operand, field, depth) => not(compileOperators(operand, field, depth + 1)),
};

/** Names of all operators on a field. */
export const operatorNames: readonly string[] = Object.keys(OPERATORS);

/**
 * Compiles what stands beside a field: a bare value ($eq) or an object of operators that must all hold.
 *
 * @throws UserError naming the field and what is accepted
 */
export function compileOperators(spec: unknown, field: string, depth = 0): ValueTest {
  if (depth > MOST_NESTING) throw refuse(field.slice(0, field.indexOf('.$')), `$not nested deeper than ${MOST_NESTING}`);
  if (spec === null || typeof spec !== 'object') return equals(scalar(spec, field));
  if (Array.isArray(spec)) throw refused(field, spec, 'a value or operators such as { $in: [...] }');
  const tests: ValueTest[] = [];
  for (const name of Object.keys(spec)) {
    const operator = Object.hasOwn(OPERATORS, name) ? OPERATORS[name] : undefined;
    if (operator === undefined) throw refuseWord(field, 'unknown operator', name, operatorNames);
    tests.push(operator((spec as Readonly<Record<string, unknown>>)[name], `${field}.${name}`, depth));
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
  if (!Number.isFinite(operand) && typeof operand !== 'string') throw refused(field, operand, 'a number or a text');
  const against = operand as number | string;
  return (value) => {
    if (typeof value !== typeof against || value === undefined || value === null) return false;
    return passes(value < against ? -1 : value > against ? 1 : 0);
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
  // Half a surrogate pair would be found inside characters here, and could not even be written in a UTF-8 runtime.
  if (texts.some((text: string) => hasLoneSurrogate(text))) throw refused(field, operand, 'texts of whole characters');
  const folded = texts.map((text: string) => asciiLower(text));
  return (value) => {
    if (typeof value !== 'string') return false;
    const own = asciiLower(value);
    for (let i = 0; i < folded.length; i++) if (own.indexOf(folded[i] as string) >= 0) return true;
    return false;
  };
}

function hasLoneSurrogate(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const point = codePointAt(text, i);
    if (point > 0xffff) i++;
    else if (point >= 0xd800 && point <= 0xdfff) return true;
  }
  return false;
}

function scalar(operand: unknown, field: string): Scalar {
  if (operand === null || typeof operand === 'boolean' || typeof operand === 'string') return operand;
  if (typeof operand === 'number' && Number.isFinite(operand)) return operand;
  throw refused(field, operand, 'a text, a number, true, false or null');
}

function scalars(operand: unknown, field: string): readonly Scalar[] {
  if (!Array.isArray(operand)) throw refused(field, operand, 'a list of values');
  return operand.map((one: unknown) => scalar(one, field));
}

function refused(field: string, value: unknown, accepted: string): UserError {
  return refuse(field, 'not accepted here', { value: describe(value), accepted });
}
