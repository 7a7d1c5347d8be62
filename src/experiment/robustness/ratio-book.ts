import type { Estimate } from '../../domain/estimate.js';
import { UNAVAILABLE } from '../../domain/estimate.js';
import { settled } from '../../domain/work.js';
import { groupSums, numberAt, type Part, type QueryColumn } from '../../metric/part.js';
import { estimateOf } from '../../stats/interval.js';
import { resampleWork } from '../../stats/resample-unit.js';

/**
 * Collects ratios of weighted sums over a part, and estimates all of them on the same bootstrap resamples of its groups: `draw`
 * after the last ratio is in, and only then ask for estimates.
 */
export interface RatioBook {
  /** Σ numerator ÷ Σ denominator; queries where the numerator is NaN count in neither. */
  ratio(numerator: QueryColumn, denominator: QueryColumn): () => Estimate;
  /** A weighted mean. */
  mean(column: QueryColumn): () => Estimate;
  draw(): void;
}

interface Entry {
  readonly numerator: number;
  readonly denominator: number;
  readonly n: number;
}

/** An empty book over a part. */
export function ratioBook(
  part: Part,
  { replicates, seed, confidence }: { readonly replicates: number; readonly seed: number; readonly confidence: number },
): RatioBook {
  const columns: Float64Array[] = [];
  let estimates: readonly Estimate[] | undefined;
  const entries: Entry[] = [];
  // Most ratios are means over everything, of which few are other than 0: one column does for all.
  const weights = groupSums(part, () => 1);
  const zeros = new Float64Array(weights.length);
  function draw(): void {
    const totals = settled(resampleWork({ seed, replicates, groupKeys: part.groupKeys, columns }));
    estimates = entries.map(({ numerator, denominator, n }) => {
      const over = totals[numerator] as Float64Array;
      const under = totals[denominator] as Float64Array;
      const value = sum(columns[numerator] as Float64Array) / sum(columns[denominator] as Float64Array);
      if (Number.isNaN(value)) return UNAVAILABLE;
      const samples = over.map((total, replicate) => total / (under[replicate] as number));
      return estimateOf(value, samples, n, confidence);
    });
  }
  function ratio(numerator: QueryColumn, denominator: QueryColumn | null): () => Estimate {
    const { known, counts, n, ones } = counted(part, numerator, denominator);
    const index = entries.length;
    entries.push({
      numerator: columns.push(known.some((one) => one !== 0) ? sums(part, known) : zeros) - 1,
      denominator: columns.push(ones ? weights : sums(part, counts)) - 1,
      n,
    });
    return () => {
      if (estimates === undefined) throw new Error('a ratio is estimated once all are drawn');
      return estimates[index] as Estimate;
    };
  }
  return { ratio, mean: (column) => ratio(column, null), draw };
}

/** Numerator and denominator by row of the part, both 0 where the query doesn't count. */
interface Counted {
  readonly known: Float64Array;
  readonly counts: Float64Array;
  readonly n: number;
  /** Everything counts once. */
  readonly ones: boolean;
}

/** @param denominator null: 1 throughout */
function counted({ rows }: Part, numerator: QueryColumn, denominator: QueryColumn | null): Counted {
  const known = new Float64Array(rows.length);
  const counts = new Float64Array(rows.length);
  let n = 0;
  let ones = true;
  for (let row = 0; row < rows.length; row++) {
    const query = rows[row] as number;
    const over = numberAt(numerator, query);
    const under = Number.isNaN(over) ? 0 : denominator === null ? 1 : numberAt(denominator, query);
    if (under !== 1) ones = false;
    if (under === 0) continue;
    known[row] = over;
    counts[row] = under;
    n++;
  }
  return { known, counts, n, ones };
}

/** Weighted sums by group of a column by row of the part. */
function sums({ weight, group, groupKeys }: Part, byRow: Float64Array): Float64Array {
  const all = new Float64Array(groupKeys.length);
  for (let row = 0; row < byRow.length; row++) {
    const own = group[row] as number;
    all[own] = (all[own] as number) + (weight[row] as number) * (byRow[row] as number);
  }
  return all;
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
