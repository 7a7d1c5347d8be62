import type { Json, Scalar } from '../domain/json.js';
import type { Price } from '../domain/model.js';
import type { Agreement, RungChance } from './answer/config.js';
import type { ExecutionPolicy } from './execution-policy.js';
import type { QualityConfig } from './predictor/config.js';
import type { LinearInTokens, Selection } from './predictor/selection.js';
import type { SpaceConfig } from './space/config.js';

/** The format this runtime reads and writes. */
export const ROUTER_FORMAT = 'routelab/router@1';

export type Operand = Scalar | readonly Scalar[];

/** Operators on one field. Several in one object must all hold. */
export interface Operators {
  readonly $eq?: Scalar;
  readonly $ne?: Scalar;
  readonly $gt?: number | string;
  readonly $gte?: number | string;
  readonly $lt?: number | string;
  readonly $lte?: number | string;
  readonly $in?: readonly Scalar[];
  readonly $nin?: readonly Scalar[];
  /** A pattern of the linear-time subset, found anywhere in the text. */
  readonly $regex?: string;
  /** ASCII case is ignored; a list matches when any of its texts is contained. */
  readonly $contains?: string | readonly string[];
  readonly $exists?: boolean;
  readonly $not?: Operators;
}

/**
 * A condition over fields: `prompt.*`, `task.*`, `signals.*`, `budget.*`, `model.*`, and `answer.*` in `accept`.
 * Siblings must all hold. A bare value means $eq.
 */
export type Condition =
  | { readonly $and: readonly Condition[] }
  | { readonly $or: readonly Condition[] }
  | { readonly $not: Condition }
  | { readonly [field: string]: Scalar | Operators | readonly Condition[] | Condition };

/**
 * Removes models for everything that follows, fallback and escalation included: those that are not in `allow` (ids, already
 * resolved), and those for which `keep` (over `model.*`) doesn't hold. At least one of the two.
 */
export interface FilterStage {
  readonly kind: 'filter';
  readonly when?: Condition;
  readonly allow?: readonly string[];
  readonly keep?: Condition;
}

/**
 * Removes, like a filter, models whose context can't hold the request's text (all messages, in estimated tokens) and an
 * answer of `outputTokens`. A model that states no context holds everything.
 */
export interface ContextStage {
  readonly kind: 'context';
  readonly when?: Condition;
  readonly outputTokens: number;
}

/** Sets `task.category` (or `task.difficulty`) to the first class whose condition holds, else `otherwise`. */
export interface RuleClassifyStage {
  readonly kind: 'classify';
  readonly by: 'rules';
  /** What is set; the category where it is left out. */
  readonly of?: 'difficulty';
  readonly categories: readonly { readonly name: string; readonly when: Condition }[];
  readonly otherwise?: string;
}

/**
 * Sets `task.category` (or `task.difficulty`) to the class of the greatest chance, ties to the earlier; to `otherwise` where it
 * is not ahead of the next by `margin`.
 */
export interface LearnedClassifyStage {
  readonly kind: 'classify';
  readonly by: 'learned';
  readonly of?: 'difficulty';
  /** In the order of the chances; at least two. */
  readonly classes: readonly string[];
  /** The chance of each class against all others. */
  readonly chances: QualityConfig;
  /** In units of 2⁻²⁰; not without `otherwise`. */
  readonly margin?: number;
  readonly otherwise?: string;
}

export type ClassifyStage = RuleClassifyStage | LearnedClassifyStage;

/** The first rule that matches and names an allowed model decides. A rule without `when` always matches. */
export interface RulesStage {
  readonly kind: 'rules';
  readonly rules: readonly { readonly when?: Condition; readonly use: string }[];
}

/** A weighted choice by hash of (salt, stickyKey): the same key always gets the same model. Weights are whole numbers ≥ 0, sum below 2²¹. */
export interface SplitStage {
  readonly kind: 'split';
  readonly when?: Condition;
  readonly salt: string;
  readonly weights: readonly { readonly model: string; readonly weight: number }[];
}

/** Predicts what each model would do, and decides for the best of them. Models in `over` are numbered in that order. */
export interface PredictStage {
  readonly kind: 'predict';
  readonly when?: Condition;
  readonly over: readonly string[];
  readonly quality: QualityConfig;
  /** Expected cost in whole pico-USD. */
  readonly cost?: LinearInTokens;
  /** Expected latency in whole microseconds. */
  readonly latency?: LinearInTokens;
  readonly select: Selection;
}

/**
 * Asks one model after another until `accept` holds for an answer: models of a list from the first upwards, or the ranking of a
 * prediction from the best downwards. At most `most` escalations. Errors go along the fallback chain, never up the ladder.
 */
export interface CascadeStage {
  readonly kind: 'cascade';
  readonly when?: Condition;
  readonly order: 'rank' | readonly string[];
  /** Over `answer.*`. What stands beside it must hold as well. */
  readonly accept: Condition;
  /** Several samples of a rung must come to the same. */
  readonly agree?: Agreement;
  /** The chance that the answer is right must be at least this, in units of 2⁻²⁰; an answer of a model without one is not accepted. */
  readonly learned?: { readonly least: number; readonly models: Readonly<Record<string, RungChance>> };
  readonly most: number;
}

/** How long a budget lasts: a number of requests, or a UTC hour, day or calendar month. */
export type BudgetWindow = { readonly by: 'queries'; readonly queries: number } | { readonly by: 'hour' | 'day' | 'month' };

/**
 * Keeps a prediction's choices within a budget by what cost counts for, which follows what was spent: of the allowed models the one
 * with the greatest score less price · expected cost. `price` is where it begins, in quality of 2⁻²⁰ a pico-USD; a request that costs
 * `unit` more than there is for one raises it by `step` quality of 2⁻²⁰ a unit. `most` makes the budget a cap: the most that a
 * call of each model of the file may cost; a model is asked only while that is left, for all that follows.
 */
export interface PaceStage {
  readonly kind: 'pace';
  readonly when?: Condition;
  /** Whole pico-USD a window. */
  readonly budget: number;
  readonly window: BudgetWindow;
  readonly price: number;
  /** Whole pico-USD. */
  readonly unit: number;
  readonly step: number;
  readonly most?: readonly number[];
}

export interface EpsilonGreedy {
  readonly by: 'epsilon_greedy';
  /** In units of 2⁻³². */
  readonly epsilon: number;
}

export interface Thompson {
  readonly by: 'thompson';
  /** Standard deviation of one reward. */
  readonly spread: number;
  /** Of the normal distribution, at the middles of equal shares, in whole units of 2⁻¹²; a power of two of them. */
  readonly quantiles: readonly number[];
}

export interface LinUcb {
  readonly by: 'linucb';
  readonly alpha: number;
  /** What is read of a request beside the constant 1; values in units of the space's length 1. */
  readonly space: SpaceConfig;
}

export type LearnerConfig = EpsilonGreedy | Thompson | LinUcb;

/**
 * Learns from ratings of its own choices. `keep` is what an older rating still counts when a new one comes; `strength` how many ratings
 * what was expected before counts for; `base` the reward expected without `warm`.
 */
export interface ExploreStage {
  readonly kind: 'explore';
  readonly when?: Condition;
  readonly over: readonly string[];
  readonly salt: string;
  readonly perUsd: number;
  readonly keep: number;
  readonly strength: number;
  readonly base: number;
  readonly warm?: { readonly quality: QualityConfig; readonly select: Selection };
  readonly learner: LearnerConfig;
}

/** A session stays on the model that answered it last, unless the condition holds. `remember`: sessions kept in mind, at least 64. */
export interface StickStage {
  readonly kind: 'stick';
  readonly unless?: Condition;
  readonly remember: number;
}

export type Stage =
  | StickStage
  | PaceStage
  | ExploreStage
  | FilterStage
  | ContextStage
  | ClassifyStage
  | RulesStage
  | SplitStage
  | PredictStage
  | CascadeStage;

/** A model as the router carries it. */
export interface RouterModel {
  readonly id: string;
  readonly provider: string;
  readonly name: string;
  readonly price?: Price;
  readonly contextTokens?: number;
  readonly tags?: readonly string[];
}

/** Which text of a request the features read, and how much of it. */
export interface InputSpec {
  readonly text: 'last_user' | 'all_user' | 'all';
  /** Between message parts and messages. */
  readonly join: string;
  /** Text beyond this many code points is not read. */
  readonly maxCodePoints: number;
  /** `prompt.tokens` = ceil(code points / this). */
  readonly codePointsPerToken: number;
  /** Name of the signal that makes decisions sticky; without it, or where it is absent, the messages' hash is used. */
  readonly stickySignal?: string;
}

export const DEFAULT_INPUT: InputSpec = {
  text: 'last_user',
  join: '\n',
  maxCodePoints: 1_000_000,
  codePointsPerToken: 4,
};

/** The exported router: plain JSON, the very object the harness measured. */
export interface RouterConfig {
  readonly format: typeof ROUTER_FORMAT;
  readonly name: string;
  readonly models: readonly RouterModel[];
  readonly input: InputSpec;
  readonly pipeline: readonly Stage[];
  /** Tried in order after an error of the routed model; models a filter removed are skipped. */
  readonly fallback: readonly string[];
  /** How its routes are carried out; one call after another until one answers where it is left out. Changes no decision. */
  readonly execution?: ExecutionPolicy;
  /** Free-form record of where this router comes from. */
  readonly provenance?: Readonly<Record<string, Json>>;
  readonly createdAt?: string;
  /** SHA-256 of the canonical JSON of {models, input, pipeline, fallback}. */
  readonly decisionHash: string;
  /** SHA-256 of the canonical JSON of everything but `checksum` and `createdAt`. */
  readonly checksum: string;
}

/** A config before its hashes are set. */
export type RouterDraft = Omit<RouterConfig, 'format' | 'decisionHash' | 'checksum'>;
