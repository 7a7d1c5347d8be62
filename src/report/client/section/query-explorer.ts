import { queryExplorer as start } from '../explorer/query-explorer.js';
import type { Section } from '../page/section.js';
import { QUERIES } from '../page/show-queries.js';

/** Every query of the reported part: picked, ordered, searched, and opened. */
export const queryExplorer: Section = {
  id: QUERIES,
  place: { before: 'data', title: 'Queries', nav: 'Queries' },
  needsQueries: true,
  mount(context) {
    if (context.data.queries !== null) start(context, context.data.queries);
  },
};
