import type { Estimate } from '../estimate.js';

/** How a budget was kept, by window; money in USD a window. Intervals are over walks and windows, or blocks of sessions. */
export interface BudgetKept {
  readonly usd: number;
  readonly per: 'queries' | 'hour' | 'day' | 'month';
  /** Requests of a window; null where it is a time. */
  readonly queries: number | null;
  readonly windows: number;
  readonly spent: Estimate;
  /** Mean of what was spent beyond the budget, and of what was left of it. */
  readonly overspend: Estimate;
  readonly unspent: Estimate;
  /** Mean quality, over that of the best that knowing every outcome could buy within the same budgets. */
  readonly optimum: Estimate;
  readonly ofOptimum: Estimate;
}

/** What learning on the way cost against the fixed model that was best in hindsight. Reward: quality − perUsd · cost. */
export interface RegretKept {
  readonly perUsd: number;
  readonly bestFixed: string;
  /** Mean reward of a request: of the router, and of the best fixed model. */
  readonly reward: Estimate;
  readonly fixedReward: Estimate;
  /** Summed over the stream; below 0 where the router did better. */
  readonly cumulative: Estimate;
  readonly curve: readonly { readonly queries: number; readonly cumulative: Estimate }[];
}

/** What a router did when a model got worse on the way. */
export interface Reaction {
  readonly modelId: string;
  /** Share of the stream after which its qualities are multiplied with `factor`. */
  readonly from: number;
  readonly factor: number;
  /** Share of requests that went to the model: in the last quarter before, and in the last quarter of what came after. */
  readonly before: Estimate;
  readonly after: Estimate;
  /** Requests until the model had at most half of its share: median and middle 95 % over the walks in which that came, n of them. */
  readonly requestsToHalf: Estimate;
  /** Mean quality after the break: of the router, and of the best fixed model of then. */
  readonly quality: Estimate;
  readonly fixedQuality: Estimate;
}

/** A stateful router over its stream: means over walks, intervals over walks and blocks of sessions. */
export interface Online {
  readonly walks: number;
  readonly blocks: number;
  readonly requests: number;
  readonly feedback: {
    readonly from: 'gold' | 'judge' | 'user';
    readonly delayQueries: number;
    readonly delaySeconds: number;
    readonly noise: number;
    readonly rate: number;
  };
  readonly quality: Estimate;
  /** Mean cost of a request in the cost unit. */
  readonly cost: Estimate;
  readonly budget?: BudgetKept;
  readonly regret?: RegretKept;
  readonly reaction?: Reaction;
}
