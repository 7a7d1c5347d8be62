import { queryExplorer as start } from '../explorer/query-explorer.js';
import type { Section } from '../page/section.js';
import { QUERIES } from '../page/show-queries.js';

/** Every query of the reported part: picked, ordered, searched, and opened. */
export const queryExplorer: Section = {
  id: QUERIES,
  place: { before: 'data', title: 'Queries', nav: 'Queries' },
  needsQueries: true,
  mount: ({ root, data, state }) => {
    if (data.queries !== null) start(root, data.results, data.queries, state);
  },
};
