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
  const codes = Int32Array.from(column, (value) => (Number.isNaN(value) ? -1 : edges.filter((edge) => value >= edge).length));
  return { codes, count: classes };
}

/** Classes by several keys at once; a query that lacks one has none. */
export function crossedKeys(all: readonly QueryKeys[]): QueryKeys {
  const codeOf = new Map<string, number>();
  const size = all[0]?.codes.length ?? 0;
  const codes = Int32Array.from({ length: size }, (_, query) => {
    const parts = all.map(({ codes: own }) => own[query] as number);
    if (parts.some((part) => part < 0)) return -1;
    const name = parts.join('|');
    const code = codeOf.get(name) ?? codeOf.size;
    codeOf.set(name, code);
    return code;
  });
  return { codes, count: codeOf.size };
}
