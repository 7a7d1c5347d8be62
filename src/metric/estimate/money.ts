import { type Estimate, UNAVAILABLE } from '../../domain/estimate.js';
import { studentisedInterval } from '../../stats/studentised.js';
import { PICO, type Totals } from '../family.js';
import { estimated, type ResampledTotals } from '../resampled.js';
import type { CostForm } from './cost-moments.js';

/** What an arm costs, by itself and against the reference. */
export interface MoneyEstimates {
  /** Mean cost of a query, in the cost unit. */
  readonly mean: Estimate;
  /** Mean cost less the reference's. */
  readonly difference: Estimate;
  /** Cost ÷ the reference's. */
  readonly ratio: Estimate;
}

const SELF: CostForm = [1, 0, 0];
const DIFFERENCE: CostForm = [1, -1, 0];
const REFERENCE: CostForm = [0, 1, 0];
const WEIGHT: CostForm = [0, 0, 1];

/**
 * Costs with bootstrap-t intervals: few queries carry much of a bill, and percentiles then miss its upper end. Where too
 * few groups cost anything, or the totals keep no second moments, BCa.
 */
export function moneyEstimates(
  totals: ResampledTotals,
  arms: { readonly self: number; readonly reference: number },
  n: number,
  confidence: number,
): MoneyEstimates {
  const estimate = (over: CostForm, under: CostForm): Estimate => ratioEstimate(totals, arms, [over, under], n, confidence);
  return {
    mean: scaled(atLeastZero(estimate(SELF, WEIGHT)), PICO),
    difference: scaled(estimate(DIFFERENCE, WEIGHT), PICO),
    ratio: atLeastZero(estimate(SELF, REFERENCE)),
  };
}

/** A ratio of two linear forms with a bootstrap-t interval; its standard error is that of its linear part. */
function ratioEstimate(
  totals: ResampledTotals,
  { self, reference }: { readonly self: number; readonly reference: number },
  [over, under]: readonly [CostForm, CostForm],
  n: number,
  confidence: number,
): Estimate {
  const form = ([a, r, w]: CostForm, view: Totals): number =>
    (a === 0 ? 0 : a * view.of(self, 'cost')) + (r === 0 ? 0 : r * view.of(reference, 'cost')) + w * view.weight;
  const ratio = (view: Totals): number => form(over, view) / form(under, view);
  const { moments } = totals;
  const value = ratio(totals.point);
  if (!Number.isFinite(value)) return UNAVAILABLE;
  if (moments === null || moments.reference !== reference) return estimated(totals, ratio, n, confidence);
  const errorOf = (view: Totals, replicate: number | null): number => {
    const at = ratio(view);
    const residual: CostForm = [over[0] - at * under[0], over[1] - at * under[1], over[2] - at * under[2]];
    return Math.sqrt(Math.max(0, moments.square(self, residual, replicate))) / Math.abs(form(under, view));
  };
  const replicates = Float64Array.from({ length: totals.replicates }, (_, index) => ratio(totals.replicate(index)));
  const standardErrors = Float64Array.from({ length: totals.replicates }, (_, index) => errorOf(totals.replicate(index), index));
  const standardError = errorOf(totals.point, null);
  const interval = studentisedInterval({ value, standardError, replicates, standardErrors }, confidence, totals.groups);
  return interval === null ? estimated(totals, ratio, n, confidence) : { value, ...interval, n };
}

/** No bill is below zero, whatever the interval's width. */
function atLeastZero(estimate: Estimate): Estimate {
  return { ...estimate, low: estimate.low === null ? null : Math.max(0, estimate.low) };
}

/** An estimate in another unit. @param by above 0 */
export function scaled({ value, low, high, n }: Estimate, by: number): Estimate {
  const times = (number: number | null): number | null => (number === null ? null : number * by);
  return { value: times(value), low: times(low), high: times(high), n };
}

/** An estimate seen through a falling function; what is then infinite is not available. */
export function falling({ value, low, high, n }: Estimate, by: (number: number) => number): Estimate {
  const through = (number: number | null): number | null => {
    const seen = number === null ? Number.NaN : by(number);
    return Number.isFinite(seen) ? seen : null;
  };
  return through(value) === null ? UNAVAILABLE : { value: through(value), low: through(high), high: through(low), n };
}
