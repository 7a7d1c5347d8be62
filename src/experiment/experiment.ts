import type { Constraint } from '../compare/constraint.js';
import type { Objective } from '../compare/objective.js';
import type { Json } from '../domain/json.js';
import type { FeedbackSpec } from '../replay/feedback.js';
import type { PlacedGate } from './gate-of.js';

/** What stays together in every split that is made here. */
interface KeptTogether {
  /** Explicit groups are kept together as well as identical prompts. */
  readonly groupBy: 'group' | 'prompt';
  /** Share of five-word runs from which two prompts are near-copies and kept together; null: not looked for. */
  readonly nearCopies: number | null;
}

/** Shares of the queries, adding up to 1. */
interface Shares {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

/** Cross-fitting: every fold is decided by what was learned and chosen on the others. */
interface Crossfit extends KeptTogether {
  /** Folds inside the others, on which every choice is made. */
  readonly innerFolds: number;
  readonly seed: number;
}

/**
 * How queries are divided. `none`: everything is test; `column`: the dataset's own split column; `time`: by arrival, the past
 * before the future; `file`: as a file says, parts or folds.
 */
export type SplitSpec =
  | { readonly kind: 'none' }
  | { readonly kind: 'column'; readonly nearCopies: number | null }
  | ({ readonly kind: 'holdout'; readonly stratifyBy?: 'category'; readonly seed: number } & Shares & KeptTogether)
  | ({ readonly kind: 'time' } & Shares & KeptTogether)
  | ({ readonly kind: 'file'; readonly file: string } & Crossfit)
  | ({ readonly kind: 'kfold'; readonly folds: number; readonly stratifyBy?: 'category' } & Crossfit)
  | ({ readonly kind: 'leave_one_category_out' } & Crossfit);

/** What a query costs: USD, or the share of calls that go to one model where no price is known. */
export type CostBasis = { readonly by: 'usd' } | { readonly by: 'calls'; readonly model: string };

export interface ScorerSpec {
  readonly type: string;
  readonly [option: string]: Json;
}

/** How stateful routers are replayed. */
export interface OnlineSpec {
  /** Walks over every stream, each with chance of its own. */
  readonly seeds: number;
  readonly feedback: FeedbackSpec;
  /** A model that gets worse on the way; null: none does. */
  readonly degrade: Degrade | null;
}

/** From a share of the stream on, the qualities of a model's answers are multiplied. */
export interface Degrade {
  readonly model: string;
  /** 0..1 */
  readonly from: number;
  readonly factor: number;
}

/** An experiment as resolved from its file: every default set, paths absolute or relative to the file as written. */
export interface Experiment {
  readonly name: string;
  readonly dataset: string;
  readonly recordings: string;
  /** Path of the models file. */
  readonly models: string;
  readonly scorer: ScorerSpec;
  readonly split: SplitSpec;
  /** Files or globs (`*` in the last segment), relative to the experiment file. */
  readonly strategies: readonly string[];
  /** Files or globs of what other strategies chose. */
  readonly decisions: readonly string[];
  readonly baselines: readonly string[];
  /** The model users run today; null: the best single model on the part that decides. */
  readonly reference: string | null;
  /** Strong/weak pair of the RouteLLM metrics; null: cheapest and best single model. */
  readonly pair: { readonly weak: string; readonly strong: string } | null;
  readonly objective: Objective;
  readonly constraints: readonly Constraint[];
  /** Promises the reported numbers must keep; they don't take part in the choice. */
  readonly gates: readonly PlacedGate[];
  readonly cost: CostBasis;
  /** Quality at which an answer counts as right where a metric needs right or wrong. */
  readonly rightAt: 'any' | 'full';
  readonly bootstrap: { readonly replicates: number; readonly seed: number; readonly confidence: number };
  /** Quality given up against the reference that still counts as no worse, and the confidence of that verdict. */
  readonly nonInferiority: { readonly margin: number; readonly confidence: number };
  readonly online: OnlineSpec;
  readonly onMissing: 'skip' | 'fail';
  /** How recordings are made. */
  readonly record: { readonly samples: number; readonly maxAgeDays: number | null; readonly envFile: string | null };
  /** The dataset is made up: every report says so. */
  readonly synthetic: boolean;
  readonly export: readonly { readonly target: string; readonly [option: string]: Json }[];
}
