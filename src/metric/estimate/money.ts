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
  const { difference, ratio } = moneyRatios(arms);
  return {
    mean: meanCost(totals, arms, n, confidence),
    difference: scaled(ratioEstimate(totals, difference, n, confidence), PICO),
    ratio: atLeastZero(ratioEstimate(totals, ratio, n, confidence)),
  };
}

/** Mean cost of a query alone: the first of these. */
export function meanCost(totals: ResampledTotals, arms: MoneyArms, n: number, confidence: number): Estimate {
  return scaled(atLeastZero(ratioEstimate(totals, moneyRatios(arms).mean, n, confidence)), PICO);
}
