import type { z } from 'zod';
import { nearest } from '../domain/nearest.js';
import type { Problem } from '../domain/user-error.js';
import { branchesFor, branchesOf, keysOf, type Shape, shapeOf, shapesAt, valueAt } from './schema-shape.js';
import { pathName } from './search-space.js';
import { meantBranch, type UnionIssue } from './union-branch.js';

/** A value with the shape it should have, and where it stands. */
interface Held {
  readonly value: unknown;
  readonly shape: Shape;
  readonly path: readonly PropertyKey[];
}

/**
 * What a schema says against a value, in the words of this tool: fields, values as written, what is accepted, the nearest
 * match. Of a union only the branch that was meant speaks.
 *
 * @param within path of the value, before every field's name
 */
export function schemaProblems(
  issues: readonly z.core.$ZodIssue[],
  schema: z.ZodType,
  value: unknown,
  within: readonly PropertyKey[] = [],
): Problem[] {
  const held: Held = { value, shape: shapeOf(schema), path: within };
  const problems = issues.flatMap((issue) => problemsOf(issue, held));
  // A misspelt key is told once: not also as the missing key it was meant to be.
  const meant = problems.flatMap(({ ofKey, field, nearest: close }) =>
    ofKey === undefined || close === undefined ? [] : [(field ?? '').replace(/[^.]*$/, close)],
  );
  return problems.filter(({ message, field }) => message !== MISSING || !meant.includes(field ?? ''));
}

const MISSING = 'missing';
const commas = (words: readonly string[]): string => words.join(', ');
const either = (words: readonly string[]): string =>
  [words.slice(0, -1).join(', '), ...words.slice(-1)].filter((part) => part !== '').join(' or ');

function problemsOf(issue: z.core.$ZodIssue, held: Held): Problem[] {
  const path = [...held.path, ...issue.path];
  const value = valueAt(held.value, issue.path);
  const shapes = shapesAt(held.shape, held.value, issue.path);
  if (issue.code === 'unrecognized_keys') {
    const known = keysOf(
      refusing(
        issue.keys,
        shapes.flatMap((shape) => branchesFor(shape, value)),
        value,
      ),
    );
    return issue.keys.map((key) => unknownKey(pathName([...path, key]), key, known));
  }
  if (issue.code === 'invalid_union' && issue.errors.length > 0) {
    const shape = shapes.find((one) => branchesOf(one).length === issue.errors.length) ?? {};
    const branch = meantBranch(issue, shape, value);
    if (branch !== null) return branch.issues.flatMap((inner) => problemsOf(inner, { value, shape: branch.shape, path }));
    return [problemAt(path, value, messageOf(issue), unionWords(issue, shape), either)];
  }
  const message = messageOf(issue);
  if (issue.code === 'invalid_union' || issue.code === 'invalid_value')
    return [problemAt(path, value, message, issue.code === 'invalid_value' ? issue.values.map(String) : optionsOf(issue))];
  const accepted = issue.code === 'invalid_type' ? typeWords(issue, value, shapes) : acceptedOf(issue, shapes);
  return [problemAt(path, value, message, accepted === undefined ? [] : [accepted])];
}

/** The branches that can have refused these keys and nothing else: zod tells a union's only such branch without naming it. */
function refusing(keys: readonly string[], branches: readonly Shape[], value: unknown): readonly Shape[] {
  const others = Object.keys(value as object).filter((key) => !keys.includes(key));
  const able = branches.filter((one) => {
    const known = keysOf([one]);
    return (
      !keys.some((key) => known.includes(key)) &&
      others.every((key) => known.includes(key)) &&
      (one.required ?? []).every((key) => others.includes(key))
    );
  });
  return able.length === 0 ? branches : able;
}

function unknownKey(field: string, key: string, known: readonly string[]): Problem {
  const close = nearest(key, known);
  return {
    field,
    ofKey: true,
    message: 'unknown key',
    ...(known.length === 0 ? {} : { accepted: known.join(', ') }),
    ...(close === undefined ? {} : { nearest: close }),
  };
}

function problemAt(
  path: readonly PropertyKey[],
  value: unknown,
  message: string,
  words: readonly string[],
  listed = commas,
): Problem {
  const close = typeof value === 'string' ? nearest(value, words) : undefined;
  return {
    field: pathName(path),
    message: value === undefined ? MISSING : message,
    ...(value === undefined ? {} : { value: shown(value) }),
    ...(words.length === 0 ? {} : { accepted: listed(words) }),
    ...(close === undefined ? {} : { nearest: close }),
  };
}

/** Zod's own sentences are not shown; those a schema of ours was given are. */
function messageOf(issue: z.core.$ZodIssue): string {
  return issue.code === 'custom' || (issue.code === 'invalid_union' && !issue.message.startsWith('Invalid '))
    ? issue.message
    : 'not accepted';
}

/** The words that choose the branch of a discriminated union. */
function optionsOf(issue: UnionIssue): string[] {
  const { options } = issue as { options?: readonly unknown[] };
  return (options ?? []).map(String);
}

/** What each branch of a union accepts: its words, or for an object the keys it must have. */
function unionWords(issue: UnionIssue, shape: Shape): string[] {
  const words = issue.errors.flatMap((issues, at) => {
    const branch = branchesOf(shape)[at];
    if (branch?.properties !== undefined) return [`{ ${(branch.required ?? keysOf([branch])).join(', ')} }`];
    return issues.flatMap((one) => {
      if (one.code === 'invalid_value') return one.values.map(String);
      return one.code === 'invalid_union' ? unionWords(one, branch ?? {}) : (acceptedOf(one, []) ?? []);
    });
  });
  return [...new Set(words)];
}

/** The type that is asked for: of an object its keys, of a number the one that stands in the text. */
function typeWords(issue: Extract<z.core.$ZodIssue, { code: 'invalid_type' }>, value: unknown, shapes: readonly Shape[]): string {
  const keys = keysOf(shapes);
  if (issue.expected === 'object' && keys.length > 0 && value !== undefined) return `{ ${commas(keys)} }`;
  const number = issue.expected === 'number' && typeof value === 'string' ? /\d+(?:\.\d+)?/.exec(value)?.[0] : undefined;
  return number === undefined ? issue.expected : `a number without quotes or units, such as ${Number(number)}`;
}

function acceptedOf(issue: z.core.$ZodIssue, shapes: readonly Shape[]): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      return issue.expected;
    case 'too_small':
      return (
        between(shapes) ??
        `${issue.inclusive === false ? 'above' : 'at least'} ${issue.minimum}${issue.origin === 'array' || issue.origin === 'string' ? ' items' : ''}`
      );
    case 'too_big':
      return between(shapes) ?? `${issue.inclusive === false ? 'below' : 'at most'} ${issue.maximum}`;
    case 'custom':
      return undefined;
    default:
      return issue.message;
  }
}

/** `0 to 1` where a number is bounded on both sides; the greatest safe integer is a bound of the type, not of the field. */
function between(shapes: readonly Shape[]): string | undefined {
  const { minimum, maximum } = shapes[0] ?? {};
  if (minimum === undefined || maximum === undefined) return undefined;
  const typed = [minimum, maximum].some((bound) => Math.abs(bound) >= Number.MAX_SAFE_INTEGER);
  return typed ? undefined : `${minimum} to ${maximum}`;
}

/** A value as a user would write it, on one line of at most 80 characters. */
function shown(value: unknown): string {
  const text = written(value);
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

function written(value: unknown): string {
  if (typeof value === 'string' && /^[a-z][\w./-]*$/i.test(value) && !/^(true|false|null)$/i.test(value)) return value;
  if (Array.isArray(value)) return `[${value.map(written).join(', ')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? String(value);
  const members = Object.entries(value).map(([key, one]) => `${key}: ${written(one)}`);
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}
