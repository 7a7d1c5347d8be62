import type { Json } from '../domain/json.js';
import { UserError } from '../domain/user-error.js';
import { DEFAULT_INPUT } from '../router/config.js';
import { rangeValues } from './range.js';
import type { Candidate, Parameters, Strategy } from './strategy.js';

/** A full grid larger than this is for a search, not for a run. */
export const MOST_CANDIDATES = 1000;

/** A range found in a file. */
interface Range {
  readonly path: readonly (string | number)[];
  readonly name: string;
  readonly values: readonly Json[];
}

/**
 * Every fully set configuration of a strategy: the full grid over its ranges, the last range varying fastest. A strategy
 * without ranges is one candidate with the strategy's own name.
 *
 * @throws UserError when the grid is larger than 1,000
 */
export function expandCandidates(strategy: Strategy): Candidate[] {
  const ranges = [...findRanges(strategy.pipeline as readonly Json[] as Json, ['pipeline'])];
  const count = ranges.reduce((product, { values }) => product * values.length, 1);
  if (count > MOST_CANDIDATES) {
    throw new UserError({
      file: strategy.file,
      message: `the ranges of "${strategy.name}" make ${count} candidates`,
      accepted: `up to ${MOST_CANDIDATES}`,
      hint: `fewer values in ${ranges.map(({ name }) => name).join(', ')}`,
    });
  }
  return Array.from({ length: count }, (_, index) => candidateAt(strategy, ranges, index, count));
}

function candidateAt(strategy: Strategy, ranges: readonly Range[], index: number, count: number): Candidate {
  let pipeline = strategy.pipeline as readonly Json[] as Json;
  const parameters: Record<string, Json> = {};
  let rest = index;
  for (const range of [...ranges].reverse()) {
    const value = range.values[rest % range.values.length] as Json;
    rest = Math.floor(rest / range.values.length);
    pipeline = replaced(pipeline, range.path.slice(1), value);
    parameters[range.name] = value;
  }
  return {
    id: count === 1 ? strategy.name : `${strategy.name}#${index + 1}`,
    strategy: strategy.name,
    kind: strategy.kind,
    parameters: Object.fromEntries(Object.entries(parameters).reverse()) as Parameters,
    input: { ...DEFAULT_INPUT, ...strategy.input },
    pipeline: pipeline as readonly Json[],
    fallback: strategy.fallback,
  };
}

function* findRanges(value: Json, path: readonly (string | number)[]): Generator<Range> {
  const name = pathName(path);
  const values = rangeValues(value, name);
  if (values !== null) {
    yield { path, name, values };
    return;
  }
  if (Array.isArray(value))
    for (const [index, item] of (value as readonly Json[]).entries()) yield* findRanges(item, [...path, index]);
  else if (value !== null && typeof value === 'object')
    for (const [key, item] of Object.entries(value)) yield* findRanges(item as Json, [...path, key]);
}

function replaced(value: Json, path: readonly (string | number)[], by: Json): Json {
  const [key, ...rest] = path;
  if (key === undefined) return by;
  if (Array.isArray(value))
    return (value as readonly Json[]).map((item, index) => (index === key ? replaced(item, rest, by) : item));
  const members = value as Readonly<Record<string, Json>>;
  return { ...members, [key]: replaced(members[key] as Json, rest, by) };
}

/** `pipeline[1].rules[0].when.prompt.tokens.$gt` */
export function pathName(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (name, key) => (typeof key === 'number' ? `${name}[${key}]` : name === '' ? String(key) : `${name}.${String(key)}`),
    '',
  );
}
