import type { Condition } from '../router/config.js';

/** A limit a candidate must meet, judged on the bound of its interval that counts against it. */
export type Constraint =
  /** Mean quality ≥ atLeast; `of: reference` multiplies by the reference's mean quality (paired). */
  | { readonly kind: 'quality'; readonly atLeast: number; readonly of: 'absolute' | 'reference'; readonly confidence: number }
  /** Mean cost: USD per 1,000 queries, or a share of the reference's cost. */
  | { readonly kind: 'cost'; readonly atMost: number; readonly of: 'usd_per_1k' | 'reference'; readonly confidence: number }
  | {
      readonly kind: 'latency';
      readonly percentile: 50 | 95 | 99;
      readonly atMostMs: number;
      readonly confidence: number;
    }
  /** Where the condition holds (over signals and prompt features), every attempt stays within these models: no exception. */
  | { readonly kind: 'privacy'; readonly when: Condition; readonly only: readonly string[] };

/** The bound of an interval that decides against a candidate. */
export function decidingBound({ kind }: Constraint): 'low' | 'high' {
  switch (kind) {
    case 'quality':
      return 'low';
    case 'cost':
    case 'latency':
    case 'privacy':
      return 'high';
  }
}
