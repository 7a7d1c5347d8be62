import type { Results } from '../../domain/results.js';
import { type SearchView, searchViews } from '../search-view.js';
import { type PlainTable, plainTable } from './plain-table.js';

/** The searches behind the compared strategies. */
export interface SearchSection {
  readonly searches: readonly (SearchView & { readonly improvements: PlainTable | null })[];
}

/** Null where nothing was searched. */
export function searchSection(results: Results): SearchSection | null {
  if (results.search.length === 0) return null;
  const views = searchViews(results);
  return {
    searches: results.search.flatMap(({ improvements }, index) => {
      const view = views[index];
      if (view === undefined) return [];
      const table = plainTable({
        label: `Improvements found by the search of ${view.strategy}`,
        caption: 'Trials on the validation part that passed every constraint and were better than all before. Higher is better.',
        columns: [
          ['candidate', 'text'],
          ['trial', 'number'],
          ['objective', 'number'],
        ],
        rows: improvements.map(({ id, number, objective }) => [id, String(number), String(Number(objective.toPrecision(6)))]),
      });
      return [{ ...view, improvements: table }];
    }),
  };
}
