import { rowNames } from '../../row-name.js';
import type { TableColumn } from '../../table-view.js';
import type { Section } from '../page/section.js';
import { linkCell } from '../page/show-queries.js';

/** Numbers of the strategy table lead to the queries behind them: in which order, and how that is said. */
const ORDERS: Partial<Readonly<Record<TableColumn['id'], readonly [order: string, said: string]>>> = {
  quality: ['quality', 'lowest quality first'],
  difference: ['change', 'most lost against the baseline first'],
  cost: ['-cost', 'dearest first'],
  cheaper: ['-costs', 'most paid beyond the baseline first'],
  latency: ['-latency', 'slowest first'],
  regret: ['-regret', 'most regret first'],
};

export const comparisonLinks: Section = {
  id: 'comparison-links',
  place: { enhances: 'comparison' },
  needsQueries: true,
  mount({ root, data, state }) {
    const name = rowNames(data.results);
    for (const cell of root.querySelectorAll<HTMLElement>('table.comparison td[data-column]')) {
      const [order, said] = ORDERS[cell.dataset['column'] as TableColumn['id']] ?? [];
      const id = cell.closest('tr')?.dataset['row'];
      const row = data.results.rows.find((one) => one.id === id);
      if (order === undefined || row === undefined) continue;
      linkCell(cell, state, { row: row.id, order }, `Queries of ${name(row)}, ${said}`);
    }
  },
};
