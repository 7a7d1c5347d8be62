import type { Reliability, ResultRow, Results } from '../domain/results.js';
import { formatCount, formatNumber } from './format.js';
import { rowNames } from './row-name.js';
import { leadingRow } from './worst-categories.js';

/** Whether a row's predictions came true, ready to print. */
interface RowReliability {
  readonly label: string;
  readonly n: string;
  readonly error: string;
  readonly bins: readonly { readonly range: string; readonly n: string; readonly predicted: string; readonly actual: string }[];
}

/** Whether predicted qualities came true. */
export interface ReliabilityView {
  readonly rows: readonly RowReliability[];
  /** The row whose bins are shown where there is room for one: the choice where it predicts, else the first. */
  readonly shown: RowReliability;
}

/** Null where no row predicts. */
export function reliabilityView(results: Results): ReliabilityView | null {
  const predicting = results.rows.filter(isPredicting);
  const leading = leadingRow(results);
  const name = rowNames(results);
  const rows = predicting.map((row) => rowReliability(name(row), row.reliability));
  const shown = rows[predicting.findIndex(({ id }) => id === leading?.id)] ?? rows[0];
  return shown === undefined ? null : { rows, shown };
}

function rowReliability(label: string, { n, error, bins }: Reliability): RowReliability {
  return {
    label,
    n: formatCount(n),
    error: formatNumber(error, 'fraction'),
    bins: bins.map(({ from, to, n: size, predicted, actual }) => ({
      range: `${from} to ${to}`,
      n: formatCount(size),
      predicted: formatNumber(predicted, 'fraction'),
      actual: formatNumber(actual, 'fraction'),
    })),
  };
}

function isPredicting(row: ResultRow): row is ResultRow & { readonly reliability: Reliability } {
  return row.reliability !== undefined;
}
