import type { Estimate } from '../estimate.js';
import type { Json } from '../json.js';
import type { ConstraintJudgement } from './judgement.js';

/** A candidate as ranked on the part that decides. */
export interface CandidateRow {
  readonly id: string;
  readonly strategy: string;
  readonly parameters: Readonly<Record<string, Json>>;
  readonly quality: Estimate;
  readonly cost: Estimate;
  /** The objective's value; higher is better. */
  readonly objective: number | null;
  readonly constraints: readonly ConstraintJudgement[];
  /** Picked within its strategy, and so measured on the test part. */
  readonly selected: boolean;
}

/** Two candidates that the objective can't tell apart, and what it would take. */
export interface TiedPair {
  /** The best by the objective, and the one tied with it, by label. */
  readonly between: readonly [string, string];
  /** Paired difference of the objective, first minus second. */
  readonly difference: Estimate;
  /** Queries of this kind with which a difference of this size shows (two-sided 5 %, power 80 %); null where it is 0. */
  readonly queriesNeeded: number | null;
  /** The same less the queries there are, at least 1; null where the difference is 0. */
  readonly more: number | null;
}

export type Choice =
  | {
      readonly kind: 'chosen';
      readonly rowId: string;
      readonly why: string;
      readonly confidence: string;
      readonly test: 'confirmed' | 'contradicted' | 'undecided';
    }
  | {
      readonly kind: 'tie';
      readonly rowId: string;
      readonly with: readonly string[];
      /** What it would take to tell them apart, one entry a tied candidate. */
      readonly settle: readonly TiedPair[];
      readonly why: string;
      readonly confidence: string;
      readonly test: 'confirmed' | 'contradicted' | 'undecided';
    }
  | { readonly kind: 'undecided'; readonly nearest: string; readonly why: string }
  | { readonly kind: 'infeasible'; readonly nearest: string; readonly why: string }
  /** Nothing to choose from, or no split to choose on. */
  | { readonly kind: 'none'; readonly why: string };
