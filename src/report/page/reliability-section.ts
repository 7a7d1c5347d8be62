import type { Results } from '../../domain/results.js';
import { curveStyle } from '../chart/curves.js';
import { drawnReliability } from '../chart/reliability.js';
import { reliabilityView } from '../reliability-view.js';
import { rowNames } from '../row-name.js';
import { type ColumnKind, type PlainTable, plainTable } from './plain-table.js';

export interface ReliabilitySection {
  readonly key: readonly { readonly label: string; readonly colour: string; readonly dash: string }[];
  /** Rows that predict and have no line; 0 where all have. */
  readonly undrawn: number;
  readonly errors: PlainTable | null;
  /** Of the row that a reader asks about first. */
  readonly bins: PlainTable | null;
  /** Of every row, where there are several. */
  readonly allBins: PlainTable | null;
}

const BINS: readonly (readonly [string, ColumnKind])[] = [
  ['predicted', 'text'],
  ['n', 'number'],
  ['mean predicted', 'number'],
  ['mean quality', 'number'],
];

/** Predicted beside real quality, and how far they are apart by row; null where no row predicts. */
export function reliabilitySection(results: Results): ReliabilitySection | null {
  const view = reliabilityView(results);
  if (view === null) return null;
  const name = rowNames(results);
  const drawn = drawnReliability(results);
  return {
    undrawn: view.rows.length - drawn.length,
    key: drawn.map((row, index) => ({ label: name(row), ...curveStyle(index) })),
    errors: plainTable({
      label: 'Calibration error by row',
      columns: [
        ['strategy', 'text'],
        ['n', 'number'],
        ['calibration error', 'number'],
      ],
      rows: view.rows.map(({ label, n, error }) => [label, n, error]),
    }),
    bins: plainTable({
      label: 'Predicted and real quality by bin',
      caption: `Bins of ${view.shown.label}`,
      columns: BINS,
      rows: view.shown.bins.map(({ range, n, predicted, actual }) => [range, n, predicted, actual]),
    }),
    allBins: plainTable({
      label: 'Predicted and real quality by bin, every row',
      columns: [['strategy', 'text'], ...BINS],
      rows: (view.rows.length < 2 ? [] : view.rows).flatMap(({ label, bins }) =>
        bins.map(({ range, n, predicted, actual }) => [label, range, n, predicted, actual]),
      ),
    }),
  };
}
