import { UNAVAILABLE } from '../../domain/estimate.js';
import type { MetricUnit } from '../../domain/results.js';
import { resampleTotals } from '../../stats/bootstrap.js';
import { estimateOf } from '../../stats/interval.js';
import { pairedTest } from '../paired-test.js';
import type { RawChange } from './raw-change.js';
import type { SharedQueries } from './shared-queries.js';

/** How runs are resampled: head's own protocol. */
export interface Resampling {
  readonly replicates: number;
  readonly seed: number;
  readonly confidence: number;
}

/** One number of a row on the shared queries, in both runs. */
export interface PairedColumn {
  readonly measure: 'quality' | 'cost';
  readonly unit: MetricUnit;
  /** By shared query; NaN where unknown. */
  readonly base: Float64Array;
  readonly head: Float64Array;
  /** False where the row is an expectation: no test of drawn outcomes applies. */
  readonly testable: boolean;
  /** Each query was answered once in both runs. */
  readonly once: boolean;
}

/**
 * Changes of means on the queries both runs measured: one Poisson bootstrap over head's groups for all columns, so that
 * differences are paired. A column with an unknown value in it gives nothing: its mean would be over other queries.
 */
export function pairedChanges(
  columns: readonly PairedColumn[],
  shared: SharedQueries,
  { replicates, seed, confidence }: Resampling,
): RawChange[] {
  const weight = groupSums(shared, () => 1);
  const sums = columns.map(({ base, head }) =>
    base.some(Number.isNaN) || head.some(Number.isNaN)
      ? null
      : { base: groupSums(shared, (index) => base[index] as number), head: groupSums(shared, (index) => head[index] as number) },
  );
  const known = sums.flatMap((sum) => (sum === null ? [] : [sum.base, sum.head]));
  const [weights, ...totals] = resampleTotals({ seed, replicates, groupKeys: shared.groupKeys, columns: [weight, ...known] });
  let place = 0;
  return columns.map((column, index) => {
    const sum = sums[index];
    if (sum == null || weights === undefined) return missing(column);
    const own = { base: totals[place++] as Float64Array, head: totals[place++] as Float64Array };
    const estimate = (of: (base: number, head: number) => number) =>
      estimateOf(
        of(total(sum.base), total(sum.head)) / total(weight),
        weights.map((drawn, replicate) => of(own.base[replicate] as number, own.head[replicate] as number) / drawn),
        shared.size,
        confidence,
      );
    const test = column.testable ? testOf(column, sum, shared, seed) : null;
    return {
      measure: column.measure,
      unit: column.unit,
      base: estimate((base) => base),
      head: estimate((_, head) => head),
      difference: estimate((base, head) => head - base),
      method: 'paired',
      test,
    };
  });
}

function testOf(
  { base, head, once }: PairedColumn,
  sum: { readonly base: Float64Array; readonly head: Float64Array },
  shared: SharedQueries,
  seed: number,
): NonNullable<RawChange['test']> {
  const groupDifferences = sum.head.map((value, group) => value - (sum.base[group] as number));
  const binary = once && isBinary(base, shared) && isBinary(head, shared);
  const { name, pValue } = pairedTest({ groupDifferences, binary, seed });
  return { name, pValue };
}

/** Every group is one query of weight 1, and every value right or wrong. */
function isBinary(values: Float64Array, { size, groupKeys, weight }: SharedQueries): boolean {
  return size === groupKeys.length && weight.every((one) => one === 1) && values.every((value) => value === 0 || value === 1);
}

function missing({ measure, unit }: PairedColumn): RawChange {
  return { measure, unit, base: UNAVAILABLE, head: UNAVAILABLE, difference: UNAVAILABLE, method: 'paired', test: null };
}

function groupSums(shared: SharedQueries, value: (index: number) => number): Float64Array {
  const sums = new Float64Array(shared.groupKeys.length);
  for (let index = 0; index < shared.size; index++) {
    const group = shared.group[index] as number;
    sums[group] = (sums[group] as number) + (shared.weight[index] as number) * value(index);
  }
  return sums;
}

function total(values: Float64Array): number {
  return values.reduce((sum, value) => sum + value, 0);
}
