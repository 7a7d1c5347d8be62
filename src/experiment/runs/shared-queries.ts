import type { RunDecisions } from '../../domain/run-decisions.js';
import { type Part, subPart } from '../../metric/part.js';

/** Queries that two runs both measured, numbered in head's order. */
export interface SharedQueries {
  /** All of them; groups and weights are head's. */
  readonly part: Part;
  /** Place of each shared query among the run's own. */
  readonly base: Uint32Array;
  readonly head: Uint32Array;
  /** Null for a query without a category. */
  readonly category: readonly (string | null)[];
}

/** Both runs' decisions and the queries they share. */
export interface SharedDecisions {
  readonly base: RunDecisions;
  readonly head: RunDecisions;
  readonly shared: SharedQueries;
}

/** Below this share of the smaller run's queries, what the runs share may not stand for either of them. */
const LEAST_SHARED = 0.5;

/** The queries both runs measured, or why they can't be paired. */
export function pairable(base: RunDecisions | null, head: RunDecisions | null): SharedDecisions | { readonly why: string } {
  if (base === null || head === null) {
    const which = base === null && head === null ? 'both runs' : base === null ? 'base' : 'head';
    return { why: `decisions.csv and queries.csv are not beside the results of ${which}` };
  }
  const shared = sharedQueries(base, head);
  const size = shared.head.length;
  const smaller = Math.min(base.queryIds.length, head.queryIds.length);
  if (size > 0 && size >= LEAST_SHARED * smaller) return { base, head, shared };
  return { why: `the runs share only ${size} of ${smaller} measured queries` };
}

/** The queries of head that base measured too. */
function sharedQueries(base: RunDecisions, head: RunDecisions): SharedQueries {
  const placeOf = new Map(base.queryIds.map((id, place) => [id, place]));
  const both = Array.from(head.queryIds.keys()).filter((place) => placeOf.has(head.queryIds[place] as string));
  const each: Part = {
    rows: Uint32Array.from(both.keys()),
    weight: Float64Array.from(both, (place) => head.weight[place] as number),
    ...numbered(both.map((place) => head.groupKey[place] as number)),
  };
  return {
    part: each,
    base: Uint32Array.from(both, (place) => placeOf.get(head.queryIds[place] as string) as number),
    head: Uint32Array.from(both),
    category: both.map((place) => head.category[place] ?? null),
  };
}

/** Categories of shared queries with their part of them: most queries first, ties by name. */
export function categoryParts({ part, category }: SharedQueries): { readonly category: string; readonly part: Part }[] {
  const names = [...new Set(category)].filter((name) => name !== null);
  return names
    .map((name) => ({ category: name, part: subPart(part, (query) => category[query] === name) }))
    .sort((a, b) => b.part.rows.length - a.part.rows.length || (a.category < b.category ? -1 : 1));
}

/** Groups in order of appearance. */
function numbered(keys: readonly number[]): Pick<Part, 'group' | 'groupKeys'> {
  const indexOf = new Map<number, number>();
  const group = Uint32Array.from(keys, (key) => {
    const index = indexOf.get(key) ?? indexOf.size;
    indexOf.set(key, index);
    return index;
  });
  return { group, groupKeys: Uint32Array.from(indexOf.keys()) };
}
