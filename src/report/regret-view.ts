import type { ResultRow, Results } from '../domain/results.js';
import { costView } from './cost-view.js';
import { DASH, formatEstimate, formatPoints, metricOf, points } from './format.js';
import { type PlainTable, plainTable } from './page/plain-table.js';
import { chosenRow, rowNames } from './row-name.js';

/** Rows that misrouting says something of: what could be shipped, and single models. */
export function misroutedRows(results: Results): ResultRow[] {
  return results.rows.filter((row) => metricOf(row, 'routing.under').value !== null);
}

/** Mean quality lost on under-routed queries, 0..1, by row id; only where single queries are at hand. */
export type Underserved = ReadonlyMap<string, number>;

/** Regret by row, split into paying too much and serving too little; null where nothing was measured. */
export function regretTable(results: Results, underserved: Underserved | null, hidden: readonly string[]): PlainTable | null {
  const rows = misroutedRows(results).filter(({ id }) => !hidden.includes(id));
  const name = rowNames(results);
  const cost = costView(results);
  const chosen = chosenRow(results)?.id;
  const overspend = (row: ResultRow): string => {
    const { value, low, high } = metricOf(row, 'routing.overspend');
    const interval = low === null || high === null ? '' : ` [${cost.format(low)}, ${cost.format(high)}]`;
    return value === null ? DASH : `${cost.format(value)}${interval}`;
  };
  return plainTable({
    label: 'Regret against the oracle by row',
    caption: CAPTION,
    columns: [
      ['row', 'text'],
      ['regret (points)', 'number'],
      ['underserved: share', 'number'],
      ...(underserved === null ? [] : [['underserved: points', 'number'] as const]),
      ['overspent: share', 'number'],
      [`overspent: ${cost.title}`, 'number'],
    ],
    rows: rows.map((row) => [
      name(row),
      formatPoints(metricOf(row, 'regret.quality')),
      formatEstimate(metricOf(row, 'routing.under'), 'fraction'),
      ...(underserved === null ? [] : [points(underserved.get(row.id) ?? null)]),
      formatEstimate(metricOf(row, 'routing.over'), 'fraction'),
      overspend(row),
    ]),
    chosen: (index) => rows[index]?.id === chosen,
  });
}

const CAPTION =
  'Underserved: not answered rightly though some model was right. Overspent: answered rightly, at a higher cost than a model that was right too. All shares and means are over all queries.';
