import type { Results } from '../domain/results.js';
import { costView } from './cost-view.js';
import { formatEstimate, metricOf } from './format.js';
import { type PlainTable, plainTable } from './page/plain-table.js';
import { chosenRow, rowSection } from './row-name.js';

const KIND = { strategies: 'strategy', 'single models': 'single model', controls: 'control' } as const;

/** The cost–quality chart's numbers. */
export function costQualityTable(results: Results): PlainTable | null {
  const cost = costView(results);
  const chosen = chosenRow(results)?.id;
  return plainTable({
    label: 'Cost and quality by row',
    columns: [
      ['row', 'text'],
      ['kind', 'text'],
      [cost.title, 'number'],
      ['quality', 'number'],
      ['on the front', 'text'],
    ],
    rows: results.rows.map((row) => [
      row.label,
      row.marks.includes('reads_outcomes') ? 'control, reads outcomes' : KIND[rowSection(row)],
      formatEstimate(cost.of(row), cost.unit),
      formatEstimate(metricOf(row, 'quality.mean'), 'fraction'),
      results.front.includes(row.id) ? 'yes' : 'no',
    ]),
    chosen: (index) => results.rows[index]?.id === chosen,
  });
}
