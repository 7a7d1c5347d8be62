import type { Estimate } from './estimate.js';

/** What slightly other prompts do to a row's decisions. */
export interface PerturbationEffect {
  readonly kind: 'letter_case' | 'spacing' | 'typo' | 'synonym' | 'courtesy' | 'noise' | 'end_punctuation';
  /** Queries tried: those of the reported part (at most 2,000 of them, drawn by hash) that the kind applies to. */
  readonly n: number;
  /** Share whose first call goes to another model. */
  readonly flips: Estimate;
  /** Mean change on the flipped decisions, each replayed against the recordings of the unchanged prompt; unavailable where nothing flips. */
  readonly quality: Estimate;
  /** In the cost unit, per flipped query. */
  readonly cost: Estimate;
}

/** What a row does while every call to one model fails. */
export interface RemovalEffect {
  readonly modelId: string;
  /** Change of the mean over all queries. */
  readonly quality: Estimate;
  /** Change per query, in the cost unit. A failing call costs nothing. */
  readonly cost: Estimate;
  /** Share of queries that get no answer. */
  readonly noAnswer: Estimate;
}

/** Lowest and highest mean over all mixes of the categories. */
export interface MixRange {
  readonly quality: readonly [low: number, high: number];
  /** Null where costs are unknown. */
  readonly cost: readonly [low: number, high: number] | null;
}

export interface RowRobustness {
  readonly rowId: string;
  readonly perturbations: readonly PerturbationEffect[];
  readonly removals: readonly RemovalEffect[];
  /** Share of the row's cost that is paid to each model: a price that changes by 20 % changes the bill by 20 % of it. */
  readonly spending: readonly { readonly modelId: string; readonly share: Estimate }[];
  /** Null with fewer than two categories. */
  readonly mix: MixRange | null;
}

/** The choice, made again on the same part with other prices; the routers stay as they are. */
export interface PriceScenario {
  /** Null: every model's price. */
  readonly modelId: string | null;
  /** What the price is multiplied by. */
  readonly factor: number;
  /** Candidate that would be chosen (or suggested in a tie); null where none meets the constraints. */
  readonly candidate: string | null;
  readonly sameChoice: boolean;
}

/** Whether another mix of categories would make another row the better one. */
export interface MixVerdict {
  readonly rowId: string;
  /** Row that comes closest to the chosen one, or passes it, in the mix that suits it best; null without a rival that meets its constraints. */
  readonly rival: string | null;
  /** Objective of the chosen row minus the rival's in that mix; below 0 the rival is better. */
  readonly lead: number | null;
  /** That mix: what each category's weight is multiplied by. */
  readonly mix: readonly { readonly category: string; readonly factor: number }[];
  /** Least margin of the chosen row over its quality constraint in any mix (below 0: it fails there); null without one. */
  readonly qualityMargin: number | null;
}

/** What the results become when prompts, prices, models or the mix of categories are other than measured. */
export interface Robustness {
  readonly rows: readonly RowRobustness[];
  /** Empty where nothing was chosen on validation, or where cost is counted in calls. */
  readonly prices: readonly PriceScenario[];
  /** How far category weights are moved: each between 1 − this and 1 + this times its own. */
  readonly mixSpread: number;
  /** Null where nothing is chosen, or with fewer than two categories. */
  readonly mix: MixVerdict | null;
}
