import { LEAST_COVERAGE } from '../../compare/choose.js';
import type { Json } from '../../domain/json.js';

/** What a candidate came to on the queries it was tried on; kept in the trace, so that nothing is tried twice. */
export interface TrialScore {
  /** Higher is better; null where it can't be known. */
  readonly objective: number | null;
  /** Of the objective, over resamples of whole groups. */
  readonly standardError: number | null;
  readonly quality: number | null;
  /** Mean cost of a query in the cost unit. */
  readonly cost: number | null;
  /** How far the constraints' bounds are from their limits, relative to each limit, summed; 0 where every constraint passes. */
  readonly shortfall: number;
  /** Share of the queries it could be evaluated on. */
  readonly coverage: number;
  /** Names what it decided on these queries: equal decisions, equal name. */
  readonly decisions: string;
}

/** One candidate tried on one set of queries. */
export interface Trial extends TrialScore {
  /** Position in the search, from 1. */
  readonly number: number;
  readonly id: string;
  readonly parameters: Readonly<Record<string, Json>>;
  /** `validation`, or a share of the train part's groups: `train/9`. */
  readonly on: string;
  /** Groups it was tried on. */
  readonly groups: number;
}

/** Whether a trial could be chosen if its constraints pass. */
export function isKnown({ objective, coverage }: TrialScore): boolean {
  return objective !== null && coverage >= LEAST_COVERAGE;
}

/** Negative where `a` is better: known first, then the smaller shortfall, then the better objective, then the earlier. */
export function compareTrials(a: Trial, b: Trial): number {
  const known = Number(isKnown(b)) - Number(isKnown(a));
  const objective = (b.objective ?? Number.NEGATIVE_INFINITY) - (a.objective ?? Number.NEGATIVE_INFINITY);
  return known || a.shortfall - b.shortfall || (Number.isNaN(objective) ? 0 : objective) || a.number - b.number;
}
