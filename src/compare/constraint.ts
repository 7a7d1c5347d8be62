import type { Condition } from '../router/config.js';

/** A limit a candidate must meet, judged on the bound of its interval that counts against it. */
export type Constraint =
  /** Mean quality ≥ atLeast; `of: reference` multiplies by the reference's mean quality (paired). */
  | { readonly kind: 'quality'; readonly atLeast: number; readonly of: 'absolute' | 'reference'; readonly confidence: number }
  /** The same over the queries of one category, or (null) of each category the dataset has. */
  | {
      readonly kind: 'category_quality';
      readonly category: string | null;
      readonly atLeast: number;
      readonly of: 'absolute' | 'reference';
      readonly confidence: number;
    }
  /** Mean cost: USD per 1,000 queries, or a share of the reference's cost. */
  | { readonly kind: 'cost'; readonly atMost: number; readonly of: 'usd_per_1k' | 'reference'; readonly confidence: number }
  /** Expected bill in USD for a number of queries like those measured. */
  | { readonly kind: 'budget'; readonly usd: number; readonly queries: number; readonly confidence: number }
  | {
      readonly kind: 'latency';
      readonly percentile: 50 | 95 | 99;
      readonly atMostMs: number;
      readonly confidence: number;
    }
  /** A latency percentile ÷ the reference's own. */
  | {
      readonly kind: 'relative_latency';
      readonly percentile: 50 | 95 | 99;
      readonly atMost: number;
      readonly confidence: number;
    }
  /** Share of queries whose first call goes to one of these models. `label` is what the user called them. */
  | {
      readonly kind: 'share';
      readonly models: readonly string[];
      readonly label: string;
      readonly direction: 'at_least' | 'at_most';
      readonly limit: number;
      readonly confidence: number;
    }
  /** Share of queries that end without an answer (failed), or for which the filters leave no model (refused). */
  | { readonly kind: 'rate'; readonly rate: 'failed' | 'refused'; readonly atMost: number; readonly confidence: number }
  /** Where the condition holds (over signals and prompt features), every attempt stays within these models: no exception. */
  | { readonly kind: 'privacy'; readonly when: Condition; readonly only: readonly string[] };

/** The end of an observation's interval that decides whether a constraint passes. */
export function decidingBound(constraint: Constraint): 'low' | 'high' {
  switch (constraint.kind) {
    case 'quality':
    case 'category_quality':
      return 'low';
    case 'share':
      return constraint.direction === 'at_least' ? 'low' : 'high';
    default:
      return 'high';
  }
}
