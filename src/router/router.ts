import type { CodedColumn } from '../domain/column.js';
import type { Embedding } from '../domain/embedding.js';
import type { Json } from '../domain/json.js';
import type { Price } from '../domain/model.js';
import type { Message, Signals } from '../domain/query.js';
import type { Agreement, AnswerChance } from './answer/config.js';
import type { Condition, RouterConfig } from './config.js';
import type { ExecutionPolicy } from './execution-policy.js';

/** What holds of a model at this moment, where it differs from the router's file. */
export interface ModelNow {
  /** false: not asked now, neither first nor as a fallback. */
  readonly available?: boolean;
  /** Takes the place of the file's prices in `model.*` conditions and in expected costs. */
  readonly price?: Price;
}

/** What a router is asked. Never a query's id: ids leak categories, and production has none. */
export interface RouteRequest {
  readonly messages: readonly Message[];
  readonly signals?: Signals;
  /** The request's embedding, of the model the router learned with; scaled to length 1 and put into whole numbers on entry. */
  readonly embedding?: ArrayLike<number>;
  /** Models that are down or have other prices now; models that the router doesn't know are passed over. */
  readonly models?: Readonly<Record<string, ModelNow>>;
  /** The router's budgets are this many times what its file says; default 1. */
  readonly budget?: number;
  /** Overrides the key that split and explore hash; normally derived from the sticky signal or the messages. */
  readonly stickyKey?: string;
}

/** Why a route came out as it did; a code in columns, text only in views. */
export type RouteReason =
  | { readonly kind: 'rule'; readonly stage: number; readonly rule: number }
  | { readonly kind: 'split'; readonly stage: number }
  /** The first of several models to ask. */
  | { readonly kind: 'cascade'; readonly stage: number }
  /** The best of the predicted scores. */
  | { readonly kind: 'predict'; readonly stage: number }
  /** The session's model. */
  | { readonly kind: 'stick'; readonly stage: number }
  /** A prediction under a budget. */
  | { readonly kind: 'pace'; readonly stage: number }
  /** `explored`: not what is held for best. */
  | { readonly kind: 'explore'; readonly stage: number; readonly explored: boolean }
  /** No stage decided: the first allowed model of the fallback chain. */
  | { readonly kind: 'fallback' }
  /** Every model was filtered away, or none of the allowed ones was named. */
  | { readonly kind: 'refused' };

/** What a predict stage expects of a model for one request. */
export interface ModelScore {
  readonly model: string;
  /** By what models are ranked: whole numbers, comparable within one request only. */
  readonly score: number;
  /** 0..1 */
  readonly quality: number;
  readonly costUsd?: number;
  readonly latencyMs?: number;
}

/** When an answer is good enough to be served: all that is there must hold. */
export interface Acceptance {
  /** Over `answer.*`. */
  readonly accept: Condition;
  /** Several samples of the model must come to the same; the first of those that do is served. */
  readonly agree?: Agreement;
  /** The answer is of this model, and its chance of being right is at least `least` · 2⁻²⁰. `base` is what the request adds to its score. */
  readonly learned?: { readonly model: string; readonly least: number; readonly base: number; readonly chance: AnswerChance };
}

/** The step from one model to a stronger one when an answer is not good enough (not an error). */
export interface Escalation extends Acceptance {
  readonly to: string;
}

/** The decision: whom to ask, and what to do with what comes back. */
export interface Route {
  /** First choice, then fallbacks on error. Empty when refused. */
  readonly models: readonly string[];
  /** Escalations after the first choice, in order. Every `to` passed the filters. */
  readonly escalation?: readonly Escalation[];
  readonly reason: RouteReason;
  /** `task.category` and `task.difficulty` as classified, where a classify stage ran. */
  readonly category?: string;
  readonly difficulty?: string;
  /** What was expected of each model, where a predict stage decided; only `route` tells it, not the shared plans of `routeAll`. */
  readonly scores?: readonly ModelScore[];
  /** Chance of the first model given the request; 1 for deterministic choices. */
  readonly propensity: number;
  /** What stateful stages need to know of this decision when it is observed, by stage; hand the route back as it is. */
  readonly memo?: Readonly<Record<string, Json>>;
}

/** Explicit state of a stateful pipeline, by stage; null for the stateless ones. A JSON value: keep it where you like. */
export type RouterState = Json;

/** Clock and chance come in as arguments, never read. */
export interface RouteClock {
  readonly nowMs: number;
  /** 32-bit seed of this decision's chance. */
  readonly random: number;
}

/**
 * What becomes of a route, in the order it happens: it is taken, its calls come back, somebody rates the answer. Whoever
 * drives a stateful router reports each as it comes; what doesn't come (no rating) is not reported.
 */
export type Feedback =
  /** At once, before the next request is routed: budgets count it, sessions stick to it. */
  | { readonly kind: 'routed'; readonly route: Route; readonly nowMs: number }
  /** `modelId` is who answered, null where nobody did; `costUsd` is what all calls cost together. */
  | {
      readonly kind: 'answered';
      readonly route: Route;
      readonly nowMs: number;
      readonly modelId: string | null;
      readonly costUsd?: number;
    }
  /** How good the answer was, 0..1; `modelId` and `costUsd` as when it was answered. */
  | {
      readonly kind: 'rated';
      readonly route: Route;
      readonly nowMs: number;
      readonly modelId: string | null;
      readonly costUsd?: number;
      readonly quality: number;
    };

/**
 * How often each bucket occurs in each row, rows one after another: row i has the entries `offsets[i] .. offsets[i + 1]`, in
 * order of first appearance. Counts stop at 255.
 */
export interface CountRows {
  readonly offsets: Uint32Array;
  readonly buckets: Uint16Array;
  readonly counts: Uint8Array;
}

/** Many requests by column; features are computed once and kept in `features` and `counts`. */
export interface RequestBatch {
  readonly size: number;
  messages(row: number): readonly Message[];
  readonly signals: ReadonlyMap<string, CodedColumn>;
  /** Embeddings given from outside; undefined where a row has none. */
  embedding?(row: number): Embedding | undefined;
  /** What holds of models at the moment of a row; undefined where nothing was said. */
  models?(row: number): Readonly<Record<string, ModelNow>> | undefined;
  /** How many times its file's budgets a router has at the moment of a row; undefined where nothing was said. */
  budget?(row: number): number | undefined;
  /** Overrides per row, rarely given. */
  stickyKey?(row: number): string | undefined;
  /** Requests that these differ from in their texts at most, and which one a row is: what reads no text is worked out once for both. */
  readonly besidesTexts?: { readonly batch: RequestBatch; row(row: number): number };
  /** Feature columns already computed, by feature and input spec; routers add to it. */
  readonly features: Map<string, Float64Array>;
  /** Counts of hashed n-grams already computed, by scheme and input spec; routers add to it. */
  readonly counts: Map<string, CountRows>;
}

/** Stands for the plan of a row that was not to be decided: no plan has this number. */
export const UNDECIDED = 0xffff_ffff;

/** Routes by row: `plans[plan[row]]`. Equal routes share a plan. */
export interface RouteColumns {
  /** By row; `UNDECIDED` where nobody asked. */
  readonly plan: Uint32Array;
  readonly plans: readonly Route[];
  /** Quality predicted of the first model, 0..1; NaN where nothing was. Only pipelines that predict have it. */
  readonly predicted?: Float64Array;
  /** By plan: how it is carried out. Absent: one call after another until one answers. */
  readonly policies?: readonly ExecutionPolicy[];
}

/** The runtime of a router config. Synchronous and pure. */
export interface Router {
  readonly config: RouterConfig;
  /** True when decisions depend on state; such routers are replayed in arrival order. */
  readonly stateful: boolean;
  readonly initialState: RouterState;
  /** How its routes are carried out, for `start(route, router.execution)`: the config's, or one call after another until one answers. */
  readonly execution: ExecutionPolicy;
  /** @throws UserError for a state of another pipeline, and for what is no request */
  route(request: RouteRequest, state?: RouterState, clock?: RouteClock): Route;
  /**
   * Bit-identical to route() on each row, in any order; of a stateful pipeline each row in the initial state.
   *
   * @param rows those to decide; absent: all
   */
  routeAll(batch: RequestBatch, rows?: Uint32Array): RouteColumns;
  /** Decides a batch's rows one by one, as route() would; features are computed once. */
  decider(batch: RequestBatch): (row: number, state?: RouterState, clock?: RouteClock) => Route;
  /** @throws UserError for a state of another pipeline, and for what is no feedback */
  observe(state: RouterState, feedback: Feedback): RouterState;
}
