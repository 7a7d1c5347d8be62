import { flagBit, QUERY_FLAGS, type QueryFlag } from './query-flags.js';

/** By query: what it can be picked by. Codes are indices, −1 where there is none. */
export interface QueryFacets {
  readonly size: number;
  readonly flags: Uint16Array;
  readonly category: Int32Array;
  /** The model that the row called first, and the one that answered. */
  readonly asked: Int32Array;
  readonly answered: Int32Array;
}

/** What is picked: everything set must hold. */
export interface QueryPicks {
  readonly flags: readonly QueryFlag[];
  readonly category: number | null;
  readonly asked: number | null;
  readonly answered: number | null;
  /** 1 where the text that is looked for was found; null where none is. */
  readonly found: Uint8Array | null;
  /** By query: those of weight 0 are not picked; null where none is. */
  readonly weight?: Float64Array | null;
}

/** The queries picked, and how many there would be with one pick more, or another in its place. */
export interface PickedQueries {
  /** Ascending. */
  readonly queries: Uint32Array;
  readonly flagCounts: Readonly<Record<QueryFlag, number>>;
  readonly categoryCounts: ReadonlyMap<number, number>;
  readonly askedCounts: ReadonlyMap<number, number>;
  readonly answeredCounts: ReadonlyMap<number, number>;
}

const CODES = ['category', 'asked', 'answered'] as const;

/** Picks queries: one pass over them. */
export function pickQueries(facets: QueryFacets, picks: QueryPicks): PickedQueries {
  const wanted = picks.flags.reduce((bits, flag) => bits | flagBit(flag), 0);
  const counts = CODES.map(() => new Map<number, number>());
  const flagCounts = new Uint32Array(QUERY_FLAGS.length);
  const queries = new Uint32Array(facets.size);
  let size = 0;
  for (let query = 0; query < facets.size; query++) {
    if (picks.found !== null && picks.found[query] !== 1) continue;
    if (picks.weight?.[query] === 0) continue;
    const bits = facets.flags[query] as number;
    const flagged = (bits & wanted) === wanted;
    const misses = CODES.filter((name) => picks[name] !== null && picks[name] !== facets[name][query]);
    if (misses.length === 0) countFlags(flagCounts, bits, wanted);
    if (!flagged) continue;
    for (const [at, name] of CODES.entries()) {
      if (misses.length > 1 || (misses.length === 1 && misses[0] !== name)) continue;
      const code = facets[name][query] as number;
      counts[at]?.set(code, (counts[at]?.get(code) ?? 0) + 1);
    }
    if (misses.length === 0) queries[size++] = query;
  }
  const [categoryCounts, askedCounts, answeredCounts] = counts as [Map<number, number>, Map<number, number>, Map<number, number>];
  return {
    queries: queries.slice(0, size),
    flagCounts: Object.fromEntries(QUERY_FLAGS.map((flag, at) => [flag, flagCounts[at] as number])) as Record<QueryFlag, number>,
    categoryCounts,
    askedCounts,
    answeredCounts,
  };
}

/** Counts each flag that a query has, where it has all others that are wanted. */
function countFlags(counts: Uint32Array, bits: number, wanted: number): void {
  if ((bits & wanted) !== wanted) return;
  for (let flag = 0; flag < counts.length; flag++) if ((bits >> flag) & 1) counts[flag] = (counts[flag] as number) + 1;
}

/** Queries by a number, those without it last, ties in the order given. */
export function orderQueries(queries: Uint32Array, key: ArrayLike<number>, descending: boolean): Uint32Array {
  const sign = descending ? -1 : 1;
  const rank = (query: number): number => {
    const value = key[query] as number;
    return Number.isNaN(value) ? Number.POSITIVE_INFINITY : sign * value;
  };
  return queries.slice().sort((a, b) => {
    const [first, second] = [rank(a), rank(b)];
    return first < second ? -1 : first > second ? 1 : a - b;
  });
}
