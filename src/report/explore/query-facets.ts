import { inertText } from '../inert-text.js';
import type { QueryColumns } from '../pack/query-columns.js';
import type { QueryFacets } from './query-filter.js';
import { pairFlags } from './query-flags.js';
import type { PairColumns } from './query-pair.js';

/** What the queries of a pair can be picked by. */
export function queryFacets(columns: QueryColumns, pair: PairColumns): QueryFacets {
  const { size, category } = columns;
  const codes = (of: (query: number) => number | undefined): Int32Array =>
    Int32Array.from({ length: size }, (_, query) => {
      const code = of(query);
      return code === undefined || Number.isNaN(code) ? -1 : code;
    });
  const { path, served } = pair.own;
  return {
    size,
    flags: pairFlags(columns, pair),
    category: codes((query) => category[query]),
    asked: codes((query) => path(query)?.[0]?.model),
    answered: codes((query) => served[query]),
  };
}

/** The place of a name among names that are shown inert; null for none, −2, which no query has, for an unknown one. */
export function codeOf(names: readonly string[], name: string | null): number | null {
  if (name === null) return null;
  const at = names.findIndex((one) => inertText(one) === name);
  return at < 0 ? -2 : at;
}
