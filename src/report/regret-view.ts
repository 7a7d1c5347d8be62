import type { ResultRow, Results } from '../domain/results.js';
import { costView } from './cost-view.js';
import { DASH, formatEstimate, formatPoints, metricOf, points } from './format.js';
import { type PlainTable, plainTable } from './page/plain-table.js';
import { chosenRow, rowNames } from './row-name.js';

/** Stands in place of an interval that is still being worked out: never to be taken for a value. */
export const COMPUTING = '[computing]';

/** Rows that misrouting says something of: what could be shipped, and single models. */
export function misroutedRows(results: Results): ResultRow[] {
  return results.rows.filter((row) => metricOf(row, 'routing.under').value !== null);
}

/** Mean quality lost on under-routed queries, 0..1, by row id; only where single queries are at hand. */
export type Underserved = ReadonlyMap<string, number>;

/**
 * Regret by row, split into paying too much and serving too little; null where nothing was measured.
 *
 * @param computing whether intervals of a row (index) are still being worked out
 */
export function regretTable(
  results: Results,
  underserved: Underserved | null,
  hidden: readonly string[],
  computing: (row: number) => boolean = () => false,
): PlainTable | null {
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
    rows: rows.map((row) => {
      const told = (text: string): string => (computing(results.rows.indexOf(row)) ? `${text} ${COMPUTING}` : text);
      return [
        name(row),
        told(formatPoints(metricOf(row, 'regret.quality'))),
        told(formatEstimate(metricOf(row, 'routing.under'), 'fraction')),
        ...(underserved === null ? [] : [points(underserved.get(row.id) ?? null)]),
        told(formatEstimate(metricOf(row, 'routing.over'), 'fraction')),
        told(overspend(row)),
      ];
    }),
    chosen: (index) => rows[index]?.id === chosen,
  });
}

const CAPTION =
  'Underserved: not answered rightly though some model was right. Overspent: answered rightly, at a higher cost than a model that was right too. All shares and means are over all queries.';
