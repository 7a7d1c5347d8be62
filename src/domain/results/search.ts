import type { Estimate } from '../estimate.js';
import type { Json } from '../json.js';

/** A candidate of a search, as the validation part shows it. */
export interface SearchPick {
  readonly id: string;
  readonly parameters: Readonly<Record<string, Json>>;
  /** Higher is better. */
  readonly objective: number | null;
  readonly quality: Estimate;
  readonly cost: Estimate;
}

/** How far numbers of a choice are from what they are elsewhere: objective and quality flatter above 0, cost below. */
export interface Optimism {
  readonly objective: Estimate;
  readonly quality: Estimate;
  /** Mean cost of a query in the cost unit. */
  readonly cost: Estimate;
}

/** One search over a strategy's ranges: what was tried, what was chosen, and how much the looking flattered it. */
export interface SearchSummary {
  /** Name of the tuned strategy. */
  readonly strategy: string;
  /** The file with the ranges. */
  readonly from: string;
  readonly method: string;
  readonly budget: number;
  readonly seed: number;
  readonly patience: number | null;
  readonly space: {
    readonly candidates: number;
    readonly ranges: readonly { readonly name: string; readonly values: number }[];
  };
  readonly tried: {
    readonly candidates: number;
    /** Of them seen on the validation part, and how many of these decided differently. */
    readonly onValidation: number;
    readonly distinct: number;
  };
  readonly stopped: 'budget' | 'patience' | 'exhausted';
  /** `one_standard_error`: the plainest candidate within one standard error of the best. */
  readonly rule: 'one_standard_error' | 'best';
  /** Of the best candidate's objective. */
  readonly standardError: number | null;
  /** Candidates within it that pass every constraint. */
  readonly within: number;
  readonly best: SearchPick;
  readonly chosen: SearchPick;
  /** Trials on validation that were better than all before. */
  readonly improvements: readonly { readonly number: number; readonly id: string; readonly objective: number }[];
  readonly optimism: {
    /** Of the chosen: validation minus test. */
    readonly observed: Optimism;
    /** By choosing on resamples and looking outside them, averaged; low and high hold 95 % of the resamples. */
    readonly expected: Optimism;
  };
  /** Whether the candidates beat the reference in the objective, corrected for how many were looked at; null where that can't be said. */
  readonly maxStatistic: {
    readonly reference: string;
    readonly candidates: number;
    readonly resamples: number;
    readonly best: { readonly statistic: number; readonly pAdjusted: number };
    readonly chosen: { readonly statistic: number; readonly pAdjusted: number };
  } | null;
}
