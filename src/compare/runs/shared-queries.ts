import type { RunDecisions } from '../../domain/run-decisions.js';

/** Queries that two runs both measured, with places in each run; groups and weights are head's. */
export interface SharedQueries {
  readonly size: number;
  /** Place of each shared query among the run's own. */
  readonly base: Uint32Array;
  readonly head: Uint32Array;
  readonly weight: Float64Array;
  /** Index into groupKeys, one a query. */
  readonly group: Uint32Array;
  readonly groupKeys: Uint32Array;
  /** Null for a query without a category. */
  readonly category: readonly (string | null)[];
}

/** The queries of head, in head's order, that base measured too. */
export function sharedQueries(base: RunDecisions, head: RunDecisions): SharedQueries {
  const placeOf = new Map(base.queryIds.map((id, place) => [id, place]));
  const both = Array.from(head.queryIds.keys()).filter((place) => placeOf.has(head.queryIds[place] as string));
  return pick(
    {
      size: both.length,
      base: Uint32Array.from(both, (place) => placeOf.get(head.queryIds[place] as string) as number),
      head: Uint32Array.from(both),
      weight: Float64Array.from(both, (place) => head.weight[place] as number),
      category: both.map((place) => head.category[place] ?? null),
    },
    Array.from(both, (place) => head.groupKey[place] as number),
  );
}

/** The shared queries for which `keep` holds. */
export function sharedWhere(shared: SharedQueries, keep: (index: number) => boolean): SharedQueries {
  const kept = Array.from(shared.head.keys()).filter(keep);
  const numbers = (from: Uint32Array): Uint32Array => Uint32Array.from(kept, (index) => from[index] as number);
  return pick(
    {
      size: kept.length,
      base: numbers(shared.base),
      head: numbers(shared.head),
      weight: Float64Array.from(kept, (index) => shared.weight[index] as number),
      category: kept.map((index) => shared.category[index] ?? null),
    },
    kept.map((index) => shared.groupKeys[shared.group[index] as number] as number),
  );
}

/** Numbers the groups in order of appearance. */
function pick(queries: Omit<SharedQueries, 'group' | 'groupKeys'>, keys: readonly number[]): SharedQueries {
  const indexOf = new Map<number, number>();
  const group = Uint32Array.from(keys, (key) => {
    const index = indexOf.get(key) ?? indexOf.size;
    indexOf.set(key, index);
    return index;
  });
  return { ...queries, group, groupKeys: Uint32Array.from(indexOf.keys()) };
}
