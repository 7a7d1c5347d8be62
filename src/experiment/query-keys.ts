import type { CodedColumn } from '../domain/column.js';

/** A class by query, as a code below `count`; -1 where it has none. */
export interface QueryKeys {
  readonly codes: Int32Array;
  readonly count: number;
}

/** Numbers with more distinct values than this are cut at their quantiles into as many classes. */
const MOST_NUMBERS = 20;

/** The classes of a coded column: its values, but for columns of many numbers. */
export function keysOf({ codes, values }: CodedColumn): QueryKeys {
  const numbers = values.filter((value) => typeof value === 'number');
  if (numbers.length < values.length || values.length <= MOST_NUMBERS) return { codes, count: values.length };
  const column = Float64Array.from(codes, (code) => (code < 0 ? Number.NaN : Number(values[code])));
  return quantileKeys(column, MOST_NUMBERS);
}

/** Cuts a column of numbers at its quantiles: equal values stay together, NaN has no class. */
export function quantileKeys(column: Float64Array, classes: number): QueryKeys {
  const sorted = column.filter((value) => !Number.isNaN(value)).sort();
  const edges = Array.from({ length: classes - 1 }, (_, i) => sorted[Math.floor(((i + 1) * sorted.length) / classes)] as number);
  const codes = new Int32Array(column.length).fill(-1);
  for (let query = 0; query < codes.length; query++) {
    const value = column[query] as number;
    if (!Number.isNaN(value)) codes[query] = edges.reduce((below, edge) => (value >= edge ? below + 1 : below), 0);
  }
  return { codes, count: classes };
}

/** Classes by several keys at once; a query that lacks one has none. */
export function crossedKeys(all: readonly QueryKeys[]): QueryKeys {
  const [first, ...others] = all;
  if (first === undefined) return { codes: new Int32Array(0), count: 0 };
  return others.reduce(crossed, numberedAnew(first.codes));
}

/** One by two keys, numbered in order of appearance. */
function crossed(one: QueryKeys, other: QueryKeys): QueryKeys {
  return numberedAnew(
    one.codes.map((code, query) => {
      const second = other.codes[query] as number;
      return code < 0 || second < 0 ? -1 : code * other.count + second;
    }),
  );
}

/** The same classes, numbered in order of appearance, so that there are no more of them than queries. */
function numberedAnew(codes: Int32Array): QueryKeys {
  const codeOf = new Map<number, number>();
  const numbered = codes.map((code) => {
    if (code < 0) return -1;
    const known = codeOf.get(code) ?? codeOf.size;
    codeOf.set(code, known);
    return known;
  });
  return { codes: numbered, count: codeOf.size };
}
