import type { ResultRow, Results } from '../domain/results.js';
import type { Drawn } from './chart/drawn-parts.js';
import { referenceRow } from './explore/results-against.js';
import { formatShare, metricOf } from './format.js';
import { type BarScale, barScale, intervalBar } from './page/interval-bar.js';
import { shareBar } from './page/share-bar.js';

/** A row's small drawings: its quality on the table's axis, and whom it asks first, with that in words. */
export interface RowDrawings {
  readonly bar: Drawn | null;
  readonly mix: Drawn;
  readonly mixText: string;
}

/**
 * What draws the rows of a table.
 *
 * @param dashed index of the row whose quality is the dashed line
 */
export function rowDrawings(results: Results, dashed = referenceRow(results)): (row: ResultRow) => RowDrawings {
  const scale = qualityScale(results.rows, results.rows[dashed]);
  return (row) => ({
    bar: intervalBar(metricOf(row, 'quality.mean'), scale),
    mix: shareBar(sharesOf(results, row)),
    mixText: mixText(row),
  });
}

function mixText({ shares }: ResultRow): string {
  return shares
    .filter(({ share }) => share > 0)
    .map(({ modelId, share }) => `${modelId} ${formatShare(share)}`)
    .join(', ');
}

/** Shares in the workload's order, so that a model has one colour everywhere. */
function sharesOf({ workload }: Results, { shares }: ResultRow): number[] {
  return workload.models.map(({ modelId }) => shares.find((one) => one.modelId === modelId)?.share ?? 0);
}

function qualityScale(rows: readonly ResultRow[], reference: ResultRow | undefined): BarScale {
  return barScale(
    rows.map((row) => metricOf(row, 'quality.mean')),
    reference === undefined ? null : metricOf(reference, 'quality.mean').value,
  );
}
