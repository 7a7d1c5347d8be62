import type { Estimate } from '../../domain/estimate.js';
import { PICO } from '../family.js';
import type { ResampledTotals } from '../resampled.js';
import { type MoneyArms, moneyRatios } from './money-ratios.js';
import { ratioEstimate } from './ratio.js';
import { atLeastZero, scaled } from './seen.js';

/** What an arm costs, by itself and against another. */
export interface MoneyEstimates {
  /** Mean cost of a query, in the cost unit. */
  readonly mean: Estimate;
  /** Mean cost less the other's. */
  readonly difference: Estimate;
  /** Cost ÷ the other's. */
  readonly ratio: Estimate;
}

/** Costs with bootstrap-t intervals, in the cost unit. */
export function moneyEstimates(totals: ResampledTotals, arms: MoneyArms, n: number, confidence: number): MoneyEstimates {
  const { mean, difference, ratio } = moneyRatios(arms);
  return {
    mean: scaled(atLeastZero(ratioEstimate(totals, mean, n, confidence)), PICO),
    difference: scaled(ratioEstimate(totals, difference, n, confidence), PICO),
    ratio: atLeastZero(ratioEstimate(totals, ratio, n, confidence)),
  };
}
