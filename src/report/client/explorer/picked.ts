import type { Results } from '../../../domain/results.js';
import { codeOf, queryFacets } from '../../explore/query-facets.js';
import { orderQueries, type PickedQueries, pickQueries, type QueryFacets } from '../../explore/query-filter.js';
import { QUERY_FLAGS } from '../../explore/query-flags.js';
import { type PairColumns, pairColumns, rowPair } from '../../explore/query-pair.js';
import type { PageState } from '../../explore/state.js';
import type { QueryView } from '../../explore/what-if/query-view.js';
import { formatCount, formatShare } from '../../format.js';

/** A pair's columns and what its queries can be picked by. */
export interface LookedAt {
  readonly columns: PairColumns;
  readonly facets: QueryFacets;
}

/** The pair that a state looks at, as it has queries; kept while both are the same. */
export function pairReader(results: Results): (state: PageState, view: QueryView) => LookedAt {
  let held: { readonly view: QueryView; readonly at: LookedAt } | null = null;
  return (state, view) => {
    const pair = rowPair(results, state);
    const now = held?.at.columns.pair;
    if (held?.view === view && now?.own === pair.own && now.other === pair.other) return held.at;
    const columns = pairColumns(view.columns, pair);
    const at = { columns, facets: queryFacets(view.columns, columns) };
    held = { view, at };
    return at;
  };
}

/** What a state picks; queries without weight are not in the traffic that is supposed. */
export function pickedBy(
  { columns: { header, weight }, reweighed }: QueryView,
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
    weight: reweighed ? weight : null,
  });
}

/** What is picked of the traffic: queries, and with other weights what they are a share of. */
export function pickedText({ columns: { weight }, recorded, reweighed }: QueryView, queries: Uint32Array): string {
  const all = formatCount(recorded.size);
  if (!reweighed) return `${formatCount(queries.length)} of ${all} queries`;
  const share = queries.reduce((sum, query) => sum + (weight[query] as number), 0) / weight.reduce((sum, own) => sum + own, 0);
  const left = weight.reduce((count, own, query) => count + (own === 0 && recorded.weight[query] !== 0 ? 1 : 0), 0);
  const out = left === 0 ? '' : `; ${formatCount(left)} have no weight`;
  return `${formatCount(queries.length)} of ${all} queries, ${formatShare(share)} of the supposed traffic${out}`;
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
