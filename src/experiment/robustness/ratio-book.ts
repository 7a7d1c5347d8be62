import type { Estimate } from '../../domain/estimate.js';
import { UNAVAILABLE } from '../../domain/estimate.js';
import type { Working } from '../../domain/work.js';
import { groupSums, type Part } from '../../metric/part.js';
import { estimateOf } from '../../stats/interval.js';
import { resampleWork } from '../../stats/resample-unit.js';

/** A column by query of the dataset. */
type QueryColumn = (query: number) => number;

/**
 * Collects ratios of weighted sums over a part, and estimates all of them on the same bootstrap resamples of its groups: `draw`
 * after the last ratio is in, and only then ask for estimates.
 */
export interface RatioBook {
  /** Σ numerator ÷ Σ denominator; queries where the numerator is NaN count in neither. */
  ratio(numerator: QueryColumn, denominator: QueryColumn): () => Estimate;
  /** A weighted mean. */
  mean(column: QueryColumn): () => Estimate;
  draw(): Working<void>;
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
  const add = (column: QueryColumn): number => columns.push(groupSums(part, column)) - 1;
  function* draw(): Working<void> {
    const totals = yield* resampleWork({ seed, replicates, groupKeys: part.groupKeys, columns });
    estimates = entries.map(({ numerator, denominator, n }) => {
      const over = totals[numerator] as Float64Array;
      const under = totals[denominator] as Float64Array;
      const value = sum(columns[numerator] as Float64Array) / sum(columns[denominator] as Float64Array);
      if (Number.isNaN(value)) return UNAVAILABLE;
      const samples = over.map((total, replicate) => total / (under[replicate] as number));
      return estimateOf(value, samples, n, confidence);
    });
  }
  const ratio: RatioBook['ratio'] = (numerator, denominator) => {
    const counts: QueryColumn = (query) => (Number.isNaN(numerator(query)) ? 0 : denominator(query));
    const known: QueryColumn = (query) => (counts(query) === 0 ? 0 : numerator(query));
    const n = part.rows.reduce((count, query) => count + (counts(query) === 0 ? 0 : 1), 0);
    const index = entries.push({ numerator: add(known), denominator: add(counts), n }) - 1;
    return () => {
      if (estimates === undefined) throw new Error('a ratio is estimated once all are drawn');
      return estimates[index] as Estimate;
    };
  };
  return { ratio, mean: (column) => ratio(column, () => 1), draw };
}

function sum(values: Float64Array): number {
  return values.reduce((total, value) => total + value, 0);
}
