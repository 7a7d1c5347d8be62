import type { QueryTable } from '../domain/query.js';
import type { RequestBatch } from '../router/router.js';

/** The queries as a router sees them: messages, signals and embeddings, no ids, no labels. Features computed once are kept with it. */
export function requestBatch(queries: Omit<QueryTable, 'ids'>): RequestBatch {
  return {
    size: queries.size,
    messages: (row) => queries.messages(row),
    signals: queries.signals,
    ...(queries.embedding === undefined ? {} : { embedding: (row: number) => queries.embedding?.(row) }),
    features: new Map(),
    counts: new Map(),
  };
}
