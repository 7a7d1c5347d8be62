import type { ResultRow, Results } from '../domain/results.js';
import { formatCount, formatNumber } from './format.js';
import { leadingRow } from './worst-categories.js';

/** Whether predicted qualities came true, ready to print. */
export interface ReliabilityView {
  /** One line a row that predicts. */
  readonly errors: readonly { readonly label: string; readonly n: string; readonly error: string }[];
  /** Whose bins are shown: the choice where it predicts, else the first row that does. */
  readonly label: string;
  readonly bins: readonly { readonly range: string; readonly n: string; readonly predicted: string; readonly actual: string }[];
}

/** Null where no row predicts. */
export function reliabilityView(results: Results): ReliabilityView | null {
  const predicting = results.rows.filter(isPredicting);
  const leading = leadingRow(results);
  const shown = predicting.find(({ id }) => id === leading?.id) ?? predicting[0];
  if (shown === undefined) return null;
  return {
    errors: predicting.map(({ label, reliability }) => ({
      label,
      n: formatCount(reliability.n),
      error: formatNumber(reliability.error, 'fraction'),
    })),
    label: shown.label,
    bins: shown.reliability.bins.map(({ from, to, n, predicted, actual }) => ({
      range: `${from} to ${to}`,
      n: formatCount(n),
      predicted: formatNumber(predicted, 'fraction'),
      actual: formatNumber(actual, 'fraction'),
    })),
  };
}

function isPredicting(row: ResultRow): row is ResultRow & { readonly reliability: NonNullable<ResultRow['reliability']> } {
  return row.reliability !== undefined;
}
