import type { Results } from '../../domain/results.js';
import { formatShare, metricOf } from '../format.js';
import { rowSection } from '../row-name.js';
import { type PlainTable, plainTable } from './plain-table.js';
import { shareColour } from './share-bar.js';

export interface ShareSection {
  /** Which colour stands for which model. */
  readonly key: readonly { readonly modelId: string; readonly colour: string }[];
  readonly twin: PlainTable | null;
}

/** Which models rows ask first; null where no row but single models does. */
export function shareSection(results: Results): ShareSection | null {
  const twin = shareTable(results);
  const models = results.workload.models.map(({ modelId }) => modelId);
  return twin === null ? null : { key: models.map((modelId, index) => ({ modelId, colour: shareColour(index) })), twin };
}

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
