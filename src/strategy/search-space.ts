import type { Json } from '../domain/json.js';
import { UserError } from '../domain/user-error.js';
import { DEFAULT_INPUT } from '../router/config.js';
import { refuseMistypedRange } from './mistyped-range.js';
import { type RangeKind, rangeOf } from './range.js';
import type { Candidate, Parameters, Strategy } from './strategy.js';

/** One range of a strategy: an axis of the space of its candidates. */
export interface Dimension {
  /** Path of the range in the file: `pipeline[1].rules[0].when.prompt.tokens.$gt`. */
  readonly name: string;
  readonly path: readonly (string | number)[];
  readonly kind: RangeKind;
  readonly values: readonly Json[];
  /** Neighbouring values are alike: numbers in order. */
  readonly ordered: boolean;
}

/** A place in the space: the index of a value for each dimension. */
export type Point = readonly number[];

/** All fully set configurations of a strategy. */
export interface SearchSpace {
  readonly strategy: Strategy;
  readonly dimensions: readonly Dimension[];
  /** How many candidates there are. */
  readonly size: number;
  /** The candidate of a point; ids count the full grid from 1, the last range varying fastest. */
  candidateAt(point: Point): Candidate;
  /** The point of a grid index, and back. */
  pointAt(index: number): Point;
  indexOf(point: Point): number;
}

/**
 * The space of a strategy's candidates. A strategy without ranges has one candidate, with the strategy's own name.
 *
 * @throws UserError for ranges that are none, or whose candidates can't be counted exactly
 */
export function searchSpace(strategy: Strategy): SearchSpace {
  const dimensions = [...findDimensions(rangedOf(strategy), [])];
  const size = dimensions.reduce((product, { values }) => product * values.length, 1);
  if (size > Number.MAX_SAFE_INTEGER) {
    throw new UserError({ file: strategy.file, message: `the ranges of "${strategy.name}" make too many candidates to count` });
  }
  const indexOf = (point: Point): number =>
    dimensions.reduce((index, { values }, axis) => index * values.length + (point[axis] as number), 0);
  return {
    strategy,
    dimensions,
    size,
    indexOf,
    pointAt(index) {
      const point = dimensions.map(() => 0);
      let rest = index;
      for (let axis = dimensions.length - 1; axis >= 0; axis--) {
        const { length } = (dimensions[axis] as Dimension).values;
        point[axis] = rest % length;
        rest = Math.floor(rest / length);
      }
      return point;
    },
    candidateAt: (point) => candidateOf(strategy, dimensions, point, size === 1 ? null : indexOf(point)),
  };
}

/** What of a strategy may hold ranges. */
type Ranged = { readonly pipeline: readonly Json[]; readonly execution?: Json };

function rangedOf({ pipeline, execution }: Strategy): Json & Ranged {
  return execution === undefined ? { pipeline } : { pipeline, execution };
}

function candidateOf(strategy: Strategy, dimensions: readonly Dimension[], point: Point, index: number | null): Candidate {
  let ranged = rangedOf(strategy) as Json;
  const parameters: Record<string, Json> = {};
  dimensions.forEach(({ name, path, values }, axis) => {
    const value = values[point[axis] as number] as Json;
    ranged = replaced(ranged, path, value);
    parameters[name] = value;
  });
  const { pipeline, execution } = ranged as Ranged;
  return {
    id: index === null ? strategy.name : `${strategy.name}#${index + 1}`,
    strategy: strategy.name,
    kind: strategy.kind,
    parameters: parameters as Parameters,
    input: { ...DEFAULT_INPUT, ...strategy.input },
    pipeline,
    fallback: strategy.fallback,
    ...(execution === undefined ? {} : { execution }),
    ...(strategy.shipped === undefined ? {} : { shipped: strategy.shipped }),
  };
}

function* findDimensions(value: Json, path: readonly (string | number)[]): Generator<Dimension> {
  const name = pathName(path);
  const range = rangeOf(value, name);
  if (range !== null) {
    yield { name, path, ...range, ordered: isOrdered(range.values) };
    return;
  }
  refuseMistypedRange(value, path, name);
  if (Array.isArray(value))
    for (const [index, item] of (value as readonly Json[]).entries()) yield* findDimensions(item, [...path, index]);
  else if (value !== null && typeof value === 'object')
    for (const [key, item] of Object.entries(value)) yield* findDimensions(item as Json, [...path, key]);
}

/** More than two numbers, all rising or all falling. */
function isOrdered(values: readonly Json[]): boolean {
  if (values.length < 3 || !values.every((value) => typeof value === 'number')) return false;
  const rises = values.slice(1).map((value, index) => Math.sign((value as number) - (values[index] as number)));
  return rises[0] !== 0 && rises.every((rise) => rise === rises[0]);
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
