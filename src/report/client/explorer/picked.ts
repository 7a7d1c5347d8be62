import type { Results } from '../../../domain/results.js';
import { codeOf, queryFacets } from '../../explore/query-facets.js';
import { orderQueries, type PickedQueries, pickQueries, type QueryFacets } from '../../explore/query-filter.js';
import { QUERY_FLAGS } from '../../explore/query-flags.js';
import { type PairColumns, pairColumns, rowPair } from '../../explore/query-pair.js';
import type { PageState } from '../../explore/state.js';
import type { PageQueryData } from '../page/page-data.js';

/** A pair's columns and what its queries can be picked by. */
export interface LookedAt {
  readonly columns: PairColumns;
  readonly facets: QueryFacets;
}

/** The pair that a state looks at; kept while the pair is the same. */
export function pairReader(results: Results, { columns }: PageQueryData): (state: PageState) => LookedAt {
  let held: LookedAt | null = null;
  return (state) => {
    const pair = rowPair(results, state);
    const now = held?.columns.pair;
    if (held !== null && now?.own === pair.own && now.other === pair.other) return held;
    const made = pairColumns(columns, pair);
    held = { columns: made, facets: queryFacets(columns, made) };
    return held;
  };
}

/** What a state picks. */
export function pickedBy(
  { columns: { header } }: PageQueryData,
  facets: QueryFacets,
  { show, category, asked, answered }: PageState,
  found: Uint8Array | null,
): PickedQueries {
  return pickQueries(facets, {
    flags: QUERY_FLAGS.filter((flag) => show.includes(flag)),
    category: codeOf(header.categories, category),
    asked: codeOf(header.models, asked),
    answered: codeOf(header.models, answered),
    found,
  });
}

/** Queries in the order that a state names; an unknown column leaves the dataset's. */
export function ordered(
  queries: Uint32Array,
  order: string | null,
  columns: readonly { readonly id: string; readonly key: ArrayLike<number> | null }[],
): Uint32Array {
  const key = columns.find(({ id }) => id === order?.replace(/^-/, ''))?.key ?? null;
  return key === null ? queries : orderQueries(queries, key, order?.startsWith('-') === true);
}
