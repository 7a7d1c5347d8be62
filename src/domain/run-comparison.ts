import type { Estimate } from './estimate.js';
import type { Json } from './json.js';
import type { GateJudgement, MetricUnit, RowKind } from './results.js';

/** The numbers of a row that two runs are compared in: mean quality, mean cost of a query, p95 latency. */
export const MEASURES = ['quality', 'cost', 'latency'] as const;
export type Measure = (typeof MEASURES)[number];

export type ChangeVerdict =
  /** The interval leaves 0 out, and the corrected test agrees where there is one. */
  | 'better'
  | 'worse'
  /** Something moved, but no more than chance explains. */
  | 'unclear'
  /** Nothing moved on any query. */
  | 'unchanged'
  /** One of the runs doesn't have the number. */
  | 'unavailable'
  /** The runs measured different things under this name. */
  | 'incomparable';

/** One number of a row, before and after. */
export interface Change {
  readonly measure: Measure;
  readonly unit: MetricUnit;
  readonly base: Estimate;
  readonly head: Estimate;
  /** Head minus base. */
  readonly difference: Estimate;
  /** `paired`: query by query on what both runs measured; `independent`: from the two intervals alone. */
  readonly method: 'paired' | 'independent';
  readonly test: {
    readonly name: 'mcnemar_exact' | 'sign_flip' | 'bootstrap' | 'normal';
    readonly pValue: number;
    /** Holm-corrected over the strategies compared (over the categories of a row, for slices). */
    readonly pAdjusted: number;
  } | null;
  readonly verdict: ChangeVerdict;
  /** Worse, and by its whole interval more than is tolerated. */
  readonly beyondTolerance: boolean;
}

/** A row's changes within a category. */
export interface SliceChange {
  readonly category: string;
  /** Queries of the category, in each run (the same where paired). */
  readonly n: readonly [base: number, head: number];
  readonly quality: Change;
  readonly cost: Change;
}

/** A query on which the row does worse or better than before. */
export interface QueryChange {
  readonly queryId: string;
  readonly category: string | null;
  readonly quality: readonly [base: number, head: number];
  readonly cost: readonly [base: number | null, head: number | null];
  /** Models called, one after the other; null where the row is an expectation. */
  readonly calls: readonly [base: string | null, head: string | null];
  /** Why the head's router decided so. */
  readonly reason: string | null;
}

/** What became of a row's decisions, query by query. */
export interface DecisionChanges {
  /** Queries that both runs measured. */
  readonly queries: number;
  /** Queries on which other models are called. */
  readonly changed: number;
  /** Queries answered better or worse than before; null where quality is incomparable. */
  readonly better: number | null;
  readonly worse: number | null;
  /** The largest losses and gains of quality, at most as many as were asked for. */
  readonly regressions: readonly QueryChange[];
  readonly improvements: readonly QueryChange[];
}

/** One row of both runs; two ids where the runs would ship different rows. */
export interface RowChange {
  readonly baseId: string;
  readonly headId: string;
  readonly label: string;
  readonly kind: RowKind;
  /** What base would ship against what head would ship. */
  readonly ships: boolean;
  /** Settings of the same strategy that are not what they were; null where one side has no such setting. */
  readonly settings: readonly { readonly name: string; readonly base: Json | null; readonly head: Json | null }[];
  readonly changes: readonly Change[];
  readonly slices: readonly SliceChange[];
  /** Null without both runs' decisions. */
  readonly decisions: DecisionChanges | null;
}

/** Something the runs do differently besides the rows. */
export interface ProtocolDifference {
  readonly what: string;
  readonly base: string;
  readonly head: string;
  /** `incomparable`: these measures are not compared; `caution`: read them with it in mind; `note`: for the record. */
  readonly effect: 'incomparable' | 'caution' | 'note';
  readonly affects: readonly Measure[];
  readonly message: string;
}

export interface InputChange {
  readonly role: string;
  readonly path: string;
  readonly change: 'changed' | 'added' | 'removed';
}

/** One of the two runs. */
export interface RunIdentity {
  readonly file: string;
  readonly experiment: string;
  readonly tool: string;
  readonly inputsHash: string;
  /** The row it would ship, by label and id; null where nothing was chosen. */
  readonly ships: { readonly id: string; readonly label: string } | null;
  readonly verdict: string;
  /** Queries its numbers rest on. */
  readonly queries: number;
}

/** A gate of head, with what base said of the same expression (null: base had no such gate). */
export interface GateChange {
  readonly head: GateJudgement;
  readonly base: GateJudgement['verdict'] | null;
}

/** How much worse is still all right: quality in points of the fraction, cost and latency as a share of base's; null: any. */
export type Tolerance = Readonly<Record<Measure, number | null>>;

/** Two runs held against each other. */
export interface RunComparison {
  readonly schemaVersion: 1;
  readonly base: RunIdentity;
  readonly head: RunIdentity;
  /** The same inputs gave the same numbers: nothing to compare. */
  readonly identical: boolean;
  readonly synthetic: boolean;
  readonly differences: readonly ProtocolDifference[];
  readonly inputs: readonly InputChange[];
  readonly pairing:
    | { readonly kind: 'paired'; readonly queries: number; readonly groups: number }
    | { readonly kind: 'independent'; readonly why: string };
  readonly confidence: number;
  readonly costUnit: 'usd' | 'calls';
  readonly tolerance: Tolerance;
  /** What ships first, then rows of both runs in head's order. */
  readonly rows: readonly RowChange[];
  readonly added: readonly { readonly id: string; readonly label: string }[];
  readonly removed: readonly { readonly id: string; readonly label: string }[];
  readonly gates: readonly GateChange[];
}
