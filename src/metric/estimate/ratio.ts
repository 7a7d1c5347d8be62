import { type Estimate, UNAVAILABLE } from '../../domain/estimate.js';
import { influenceOf } from '../../stats/interval.js';
import { studentisedInterval } from '../../stats/studentised.js';
import type { Term, Totals } from '../family.js';
import { estimated, leftOutBy, type ProductTotal, type ResampledTotals } from '../resampled.js';
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
  const square = squareReader(totals, ratio);
  if (square === null) return estimated(totals, of, n, confidence);
  const errorOf = (view: Totals, replicate: number | null): number =>
    Math.sqrt(Math.max(0, square(of(view), replicate))) / Math.abs(sumOf(ratio.under, view));
  const replicates = new Float64Array(totals.replicates);
  const standardErrors = new Float64Array(totals.replicates);
  for (let index = 0; index < replicates.length; index++) {
    const view = totals.replicate(index);
    replicates[index] = of(view);
    standardErrors[index] = errorOf(view, index);
  }
  const interval = studentisedInterval(
    { value, standardError: errorOf(totals.point, null), replicates, standardErrors },
    confidence,
    { groups: totals.groups, degrees: influenceOf(leftOutBy(totals, of), totals.groups).degrees },
  );
  return interval === null ? estimated(totals, of, n, confidence) : { value, ...interval, n };
}

/** A sum of totals. */
export function sumOf(terms: readonly Term[], view: Totals): number {
  let sum = 0;
  for (let at = 0; at < terms.length; at++) {
    const { arm, quantity, times } = terms[at] as Term;
    sum += times * (quantity === 'weight' ? view.weight : view.of(arm, quantity));
  }
  return sum;
}

/**
 * The sum of squares over groups of what is left of the numerator when the ratio times the denominator is taken off, on a
 * resample or (null) on the part itself; null where its products were not kept. They are looked up once, not 2,000 times.
 */
function squareReader(
  { products }: ResampledTotals,
  { over, under }: Ratio,
): ((ratio: number, replicate: number | null) => number) | null {
  const terms = [...over, ...under];
  const kept = terms.map((one) => terms.flatMap((other) => products?.between(one, other) ?? []));
  if (kept.some((row) => row.length < terms.length)) return null;
  // Written over from one resample to the next.
  const times = terms.map((term) => term.times);
  let on: number | null = null;
  const between = (one: number, other: number): number => ((kept[one] as ProductTotal[])[other] as ProductTotal)(on);
  return (ratio, replicate) => {
    on = replicate;
    for (let at = over.length; at < terms.length; at++) times[at] = -ratio * (terms[at] as Term).times;
    return squareOf(times, between);
  };
}
