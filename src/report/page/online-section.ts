import type { Results } from '../../domain/results.js';
import { onlineView } from '../online-view.js';
import { type PlainTable, plainTable } from './plain-table.js';

export interface OnlineSection {
  readonly sentences: readonly string[];
  readonly tables: readonly PlainTable[];
}

/** What strategies with a memory did while they ran; null where there is none. */
export function onlineSection(results: Results): OnlineSection | null {
  const view = onlineView(results);
  if (view === null) return null;
  return {
    sentences: view.sentences,
    tables: view.tables.flatMap(({ title, caption, columns, rows }) => {
      const table = plainTable({
        label: title,
        caption,
        columns: columns.map((column, at) => [column, at === 0 ? 'text' : 'number'] as const),
        rows,
      });
      return table === null ? [] : [table];
    }),
  };
}
