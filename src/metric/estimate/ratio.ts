import { type Estimate, UNAVAILABLE } from '../../domain/estimate.js';
import { influenceOf } from '../../stats/interval.js';
import { studentisedInterval } from '../../stats/studentised.js';
import type { Term, Totals } from '../family.js';
import { estimated, type ResampledTotals } from '../resampled.js';
import { type Ratio, squareOf } from './products.js';

/**
 * A ratio of two sums of totals with a bootstrap-t interval: few queries carry much of a bill, and percentiles then miss its
 * upper end. Each replicate has its own standard error, that of the ratio's linear part, from the products of columns that
 * were resampled with them. BCa where these were not kept, or too few groups carry the ratio.
 */
export function ratioEstimate(totals: ResampledTotals, ratio: Ratio, n: number, confidence: number): Estimate {
  const of = (view: Totals): number => sumOf(ratio.over, view) / sumOf(ratio.under, view);
  const value = of(totals.point);
  if (!Number.isFinite(value)) return UNAVAILABLE;
  const { products } = totals;
  const terms = [...ratio.over, ...ratio.under];
  if (products === null || !terms.every((one) => terms.every((other) => products.has(one, other))))
    return estimated(totals, of, n, confidence);
  const errorOf = (view: Totals, replicate: number | null): number => {
    const square = squareOf(residual(ratio, of(view)), (one, other) => products.of(one, other, replicate));
    return Math.sqrt(Math.max(0, square)) / Math.abs(sumOf(ratio.under, view));
  };
  const leftOut = Float64Array.from({ length: totals.blocks }, (_, block) => of(totals.without(block)));
  const interval = studentisedInterval(
    {
      value,
      standardError: errorOf(totals.point, null),
      replicates: Float64Array.from({ length: totals.replicates }, (_, index) => of(totals.replicate(index))),
      standardErrors: Float64Array.from({ length: totals.replicates }, (_, index) => errorOf(totals.replicate(index), index)),
    },
    confidence,
    { groups: totals.groups, degrees: influenceOf(leftOut, totals.groups).degrees },
  );
  return interval === null ? estimated(totals, of, n, confidence) : { value, ...interval, n };
}

/** A sum of totals. */
export function sumOf(terms: readonly Term[], view: Totals): number {
  return terms.reduce((sum, { arm, quantity, times }) => {
    return sum + times * (quantity === 'weight' ? view.weight : view.of(arm, quantity));
  }, 0);
}

/** What is left of the numerator when the ratio times the denominator is taken off: 0 in all. */
function residual({ over, under }: Ratio, at: number): Term[] {
  return [...over, ...under.map((term) => ({ ...term, times: -at * term.times }))];
}
