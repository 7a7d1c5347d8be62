import type { Results } from '../../domain/results.js';
import type { QueryColumns, RowColumns } from '../pack/query-columns.js';
import { chosenRow, rowSection } from '../row-name.js';
import { baselineRow } from './results-against.js';

/** The row whose queries are looked at, and the one it is held against: indices into the results' rows. */
export interface RowPair {
  readonly own: number;
  readonly other: number;
}

/** The pair that a state names: unless it says otherwise the chosen row, or the best that is not the baseline, against the baseline. */
export function rowPair(results: Results, state: { readonly row: string | null; readonly baseline: string | null }): RowPair {
  const { rows } = results;
  const other = Math.max(0, baselineRow(results, state.baseline));
  const named = rows.findIndex(({ id }) => id === state.row);
  if (named >= 0) return { own: named, other };
  const chosen = rows.findIndex(({ id }) => id === chosenRow(results)?.id);
  if (chosen >= 0 && chosen !== other) return { own: chosen, other };
  const best = rows.findIndex((row, index) => index !== other && rowSection(row) !== 'controls');
  return { own: best < 0 ? other : best, other };
}

/** What the explorer reads of a pair, one value a query; NaN is "not known". */
export interface PairColumns {
  readonly pair: RowPair;
  readonly own: RowColumns;
  readonly other: RowColumns;
  /** Quality of the row less the baseline's. */
  readonly qualityChange: Float64Array;
  /** In pico-units. */
  readonly costChange: Float64Array;
  /** Quality of the oracle less the row's. */
  readonly regret: Float64Array;
}

/** Works a pair's columns out; some milliseconds at 50,000 queries. */
export function pairColumns(columns: QueryColumns, pair: RowPair): PairColumns {
  const [own, other] = [columns.row(pair.own), columns.row(pair.other)];
  const best = bestQuality(columns);
  return {
    pair,
    own,
    other,
    qualityChange: own.quality.map((value, query) => value - (other.quality[query] as number)),
    costChange: own.costPico.map((value, query) => value - (other.costPico[query] as number)),
    regret: own.quality.map((value, query) => (best[query] as number) - value),
  };
}

/** The quality of the best single model on each query: what an oracle comes to. */
function bestQuality({ header, size, model }: QueryColumns): Float64Array {
  const best = new Float64Array(size).fill(Number.NaN);
  for (let index = 0; index < header.models.length; index++) {
    const { quality } = model(index);
    for (let query = 0; query < size; query++) {
      const value = quality[query] as number;
      if (!(value <= (best[query] as number)) && !Number.isNaN(value)) best[query] = value;
    }
  }
  return best;
}
