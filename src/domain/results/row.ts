import type { Estimate } from '../estimate.js';
import type { Json } from '../json.js';
import type { Beforehand } from './beforehand.js';
import type { Confusion } from './confusion.js';
import type { ConstraintJudgement } from './judgement.js';
import type { Online } from './online.js';
import type { VersusReference } from './versus.js';

/** Only `router` rows can be chosen or exported; controls may read outcomes and exist to be compared with. */
export type RowKind = 'router' | 'module' | 'decisions' | 'control';

/** What a reader must know before trusting a row. */
export type RowMark =
  /** Decides with the outcomes in hand: not deployable. */
  | 'reads_outcomes'
  /** Was fitted on the very rows it is measured on. */
  | 'in_sample'
  /** Per-query expectation over a random choice, not one drawn run. */
  | 'expected_value'
  /** Its operating point was matched to another row's. */
  | 'matched'
  /** Single model of the workspace. */
  | 'single_model'
  /** Each query decided by a router that had not learned from its fold: the numbers are of the procedure. */
  | 'crossfit'
  /** Chooses among strategies as well, anew in each fold. */
  | 'procedure'
  /** Keeps a state: its decisions hang together in their order, and no test takes them for independent. */
  | 'sequential';

export interface CategoryCell {
  readonly category: string;
  readonly n: number;
  readonly quality: Estimate;
  readonly cost: Estimate;
  /** Paired quality difference to the reference. */
  readonly difference: Estimate;
}

/** Whether predicted qualities come true: what was predicted of the models asked first, beside what they then did. */
export interface Reliability {
  /** Queries with a prediction and a known quality of the model asked first. */
  readonly n: number;
  /** Expected calibration error: mean over bins of |predicted − actual|, weighted by their queries. */
  readonly error: number;
  /** Ten of equal width over predicted quality; empty ones are left out. */
  readonly bins: readonly {
    readonly from: number;
    readonly to: number;
    readonly n: number;
    readonly predicted: number;
    readonly actual: number;
  }[];
}

export interface ResultRow {
  /** Unique, e.g. `router:length-threshold`, `single:demo/small`, `control:oracle`. */
  readonly id: string;
  readonly label: string;
  readonly kind: RowKind;
  readonly marks: readonly RowMark[];
  /** One sentence for readers who don't know the name. */
  readonly description: string;
  readonly strategy?: string;
  readonly candidate?: string;
  readonly parameters?: Readonly<Record<string, Json>>;
  /** What was chosen for each fold, on the other folds; cross-fitted rows only. */
  readonly folds?: readonly {
    readonly fold: string;
    readonly candidate: string;
    readonly parameters: Readonly<Record<string, Json>>;
  }[];
  /** By metric name; a metric that doesn't apply is absent, one that isn't available is null-valued. */
  readonly metrics: Readonly<Record<string, Estimate>>;
  readonly versusReference: VersusReference | null;
  readonly byCategory: readonly CategoryCell[];
  /** Share of queries whose first call goes to the model; sums to 1 minus the refused share. */
  readonly shares: readonly { readonly modelId: string; readonly share: number }[];
  readonly coverage: {
    /** Queries of the part whose decision could be evaluated. */
    readonly evaluable: number;
    readonly of: number;
    /** Mean quality with the missing ones at 0 and at 1. */
    readonly bounds: readonly [number, number] | null;
  };
  /** Of rows that predict. */
  readonly reliability?: Reliability;
  /** Of rows that classify, where queries are labelled. */
  readonly confusions?: readonly Confusion[];
  /** Of cascades. */
  readonly beforehand?: Beforehand;
  readonly router?: { readonly decisionHash: string; readonly bytes: number; readonly p50Ms: number; readonly p99Ms: number };
  readonly constraints: readonly ConstraintJudgement[];
  /** Queries on which a model outside the allowed ones may be asked, fallback and escalation included; absent without a privacy constraint. */
  readonly violations?: number;
  /** Of stateful routers. */
  readonly online?: Online;
  /**
   * Share of bootstrap replicates in which this router has the best objective among the compared routers that meet every
   * constraint at the point value; 0 for one that doesn't, null for rows that can't be chosen.
   */
  readonly probabilityBest: number | null;
}
