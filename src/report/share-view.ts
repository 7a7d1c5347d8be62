import type { Results } from '../domain/results.js';
import { formatShare, metricOf } from './format.js';
import { type PlainTable, plainTable } from './page/plain-table.js';
import { rowSection } from './row-name.js';

/** Shares, fallbacks and failures by row but of single models; null without such a row. */
export function shareTable(results: Results): PlainTable | null {
  const rows = results.rows.filter((row) => rowSection(row) !== 'single models');
  const models = results.workload.models.map(({ modelId }) => modelId);
  return plainTable({
    label: 'Model shares by row',
    columns: [
      ['row', 'text'],
      ...models.map((modelId) => [modelId, 'number'] as const),
      ['no model allowed', 'number'],
      ['fell back', 'number'],
      ['no answer', 'number'],
    ],
    rows: rows.map((row) => [
      row.label,
      ...models.map((modelId) => formatShare(row.shares.find((one) => one.modelId === modelId)?.share ?? 0)),
      ...['rate.refused', 'rate.fallback', 'rate.failed'].map((rate) => formatShare(metricOf(row, rate).value)),
    ]),
  });
}
