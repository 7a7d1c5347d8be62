import type { Estimate } from './estimate.js';
import type { Json } from './json.js';
import type { Robustness } from './robustness.js';

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
  | 'procedure';

/** How a metric is to be read and formatted. */
export type MetricUnit = 'fraction' | 'usd' | 'calls' | 'ms' | 'ratio' | 'count';

export interface MetricDefinition {
  /** Dotted, e.g. `quality.mean`. */
  readonly name: string;
  readonly title: string;
  readonly unit: MetricUnit;
  readonly better: 'higher' | 'lower' | 'neither';
  /** One sentence: what it is. */
  readonly definition: string;
  /** Where the definition comes from. */
  readonly source: string;
}

export interface CategoryCell {
  readonly category: string;
  readonly n: number;
  readonly quality: Estimate;
  readonly cost: Estimate;
  /** Paired quality difference to the reference. */
  readonly difference: Estimate;
}

/** A row against the reference, on the same queries. */
export interface VersusReference {
  /** Quality difference, row minus reference. */
  readonly quality: Estimate;
  /** Row's quality ÷ reference's. */
  readonly retention: Estimate;
  /** Cost difference per query, in the cost unit. */
  readonly cost: Estimate;
  /** 1 − cost ÷ reference's cost. */
  readonly savings: Estimate;
  /** Reference's cost ÷ cost. */
  readonly timesCheaper: Estimate;
  /** Null where the test does not apply (expected values, the reference itself). */
  readonly test: {
    readonly name: 'mcnemar_exact' | 'sign_flip';
    readonly pValue: number;
    /** log10 of the p-value, kept where it underflows. */
    readonly log10P: number;
    /** Holm-corrected over the compared rows. */
    readonly pAdjusted: number;
  } | null;
  /** Smallest quality difference this test set could have shown (two-sided 5 %, power 80 %). */
  readonly minimumDetectable: number | null;
  readonly nonInferiority: NonInferiority;
}

/** Whether a row is shown to be no worse than the reference by more than the protocol's margin. */
export interface NonInferiority {
  /** The paired quality difference with the interval the verdict rests on. */
  readonly difference: Estimate;
  /** Non-inferior: the whole interval lies above −margin; inferior: the whole interval lies below it. */
  readonly verdict: 'non_inferior' | 'inferior' | 'undecided';
  /** The whole interval lies within ±margin: two one-sided tests (TOST). */
  readonly equivalent: boolean;
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
  readonly router?: { readonly decisionHash: string; readonly bytes: number; readonly p50Ms: number; readonly p99Ms: number };
  readonly constraints: readonly ConstraintJudgement[];
  /**
   * Share of bootstrap replicates in which this router has the best objective among the compared routers that meet every
   * constraint at the point value; 0 for one that doesn't, null for rows that can't be chosen.
   */
  readonly probabilityBest: number | null;
}

export type ConstraintVerdict = 'pass' | 'fail' | 'undecided';

export interface ConstraintJudgement {
  /** As a user would write it, e.g. `quality >= 95 % of demo/frontier`. */
  readonly text: string;
  readonly verdict: ConstraintVerdict;
  readonly observed: Estimate;
  readonly limit: number;
  /** Of observed and limit. */
  readonly unit: MetricUnit;
  /** How far the point value is from the limit in the wrong direction; 0 when it is on the right side. */
  readonly shortBy: number;
}

/** Whether a failed gate stops a pipeline (exit code 3) or is only said. */
export type GateLevel = 'warn' | 'error';

/** A gate as judged on the reported part; `text` is the expression as the user wrote it. */
export interface GateJudgement extends ConstraintJudgement {
  readonly level: GateLevel;
  /** The row it was judged on; null for what belongs to no row, and where there was no row to judge. */
  readonly rowId: string | null;
  /** Of the two-sided interval whose bound decided. */
  readonly confidence: number;
  /** Why nothing could be observed; null where something was. */
  readonly note: string | null;
}

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

/** A candidate of a search, as the validation part shows it. */
export interface SearchPick {
  readonly id: string;
  readonly parameters: Readonly<Record<string, Json>>;
  /** Higher is better. */
  readonly objective: number | null;
  readonly quality: Estimate;
  readonly cost: Estimate;
}

/** How far numbers of a choice are from what they are elsewhere: objective and quality flatter above 0, cost below. */
export interface Optimism {
  readonly objective: Estimate;
  readonly quality: Estimate;
  /** Mean cost of a query in the cost unit. */
  readonly cost: Estimate;
}

/** One search over a strategy's ranges: what was tried, what was chosen, and how much the looking flattered it. */
export interface SearchSummary {
  /** Name of the tuned strategy. */
  readonly strategy: string;
  /** The file with the ranges. */
  readonly from: string;
  readonly method: string;
  readonly budget: number;
  readonly seed: number;
  readonly patience: number | null;
  readonly space: {
    readonly candidates: number;
    readonly ranges: readonly { readonly name: string; readonly values: number }[];
  };
  readonly tried: {
    readonly candidates: number;
    /** Of them seen on the validation part, and how many of these decided differently. */
    readonly onValidation: number;
    readonly distinct: number;
  };
  readonly stopped: 'budget' | 'patience' | 'exhausted';
  /** `one_standard_error`: the plainest candidate within one standard error of the best. */
  readonly rule: 'one_standard_error' | 'best';
  /** Of the best candidate's objective. */
  readonly standardError: number | null;
  /** Candidates within it that pass every constraint. */
  readonly within: number;
  readonly best: SearchPick;
  readonly chosen: SearchPick;
  /** Trials on validation that were better than all before. */
  readonly improvements: readonly { readonly number: number; readonly id: string; readonly objective: number }[];
  readonly optimism: {
    /** Of the chosen: validation minus test. */
    readonly observed: Optimism;
    /** By choosing on resamples and looking outside them, averaged; low and high hold 95 % of the resamples. */
    readonly expected: Optimism;
  };
  /** Whether the candidates beat the reference in the objective, corrected for how many were looked at; null where that can't be said. */
  readonly maxStatistic: {
    readonly reference: string;
    readonly candidates: number;
    readonly resamples: number;
    readonly best: { readonly statistic: number; readonly pAdjusted: number };
    readonly chosen: { readonly statistic: number; readonly pAdjusted: number };
  } | null;
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

export interface Audit {
  readonly id: string;
  readonly level: 'note' | 'warn' | 'error';
  readonly message: string;
}

export interface CurvePoint {
  /** Share of queries sent to the strong model, 0..1. */
  readonly strongShare: number;
  readonly quality: number;
  /** Mean cost per query in the cost unit; null where unknown. */
  readonly cost: number | null;
}

/** A sweep over one score between the weak and the strong model. */
export interface Curve {
  readonly rowId: string;
  readonly label: string;
  /** At most 201 points, the first and last included. */
  readonly points: readonly CurvePoint[];
  readonly apgr: Estimate;
  /** APGR over RouteLLM's 11 quantile thresholds. */
  readonly apgrQuantile: Estimate;
  readonly cpt50: Estimate;
  readonly cpt80: Estimate;
}

/** A set of operating points (the candidates of a strategy, the single models) and how good the set is. */
export interface Frontier {
  /** Unique within a part, e.g. `frontier:single_models`. */
  readonly id: string;
  readonly label: string;
  readonly part: 'validation' | 'test' | 'all';
  /** Cheapest first; those without a known cost are left out. */
  readonly points: readonly {
    /** Row or candidate id. */
    readonly id: string;
    /** Mean cost of a query in the cost unit. */
    readonly cost: number;
    readonly quality: number;
    /** A vertex of the set's non-decreasing hull. */
    readonly onHull: boolean;
  }[];
  /** By metric name. */
  readonly metrics: Readonly<Record<string, Estimate>>;
}

export interface ModelSummary {
  readonly modelId: string;
  readonly provider: string;
  readonly tags: readonly string[];
  readonly inputUsdPerMTok: number | null;
  readonly outputUsdPerMTok: number | null;
  /** Cells with at least one recording, of all queries. */
  readonly recorded: number;
  readonly errors: number;
  readonly refusals: number;
}

export interface PartSummary {
  readonly part: 'train' | 'validation' | 'test' | 'all';
  readonly queries: number;
  readonly groups: number;
  /** Queries complete for every compared row; the denominator of headline numbers. Null where nothing is measured on the part. */
  readonly complete: number | null;
}

/** Which scorer gave the qualities, down to the versions of what it is made of. */
export interface ScorerIdentity {
  readonly type: string;
  readonly version: number;
  /** As the experiment file sets them; absent where all have their defaults. */
  readonly options?: Readonly<Record<string, Json>>;
  /** Where it is part of a weighted scorer. */
  readonly weight?: number;
  /** The scorers it is made of; absent for one that stands alone. */
  readonly parts?: readonly ScorerIdentity[];
}

/** The one JSON every view is made from. Byte-identical for identical inputs. */
export interface Results {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: string; readonly version: string };
  readonly experiment: { readonly name: string; readonly file: string; readonly synthetic: boolean };
  readonly inputs: {
    readonly hash: string;
    readonly files: readonly { readonly role: string; readonly path: string; readonly sha256: string }[];
    /** A scorer named on the command line in place of the experiment's own; absent where there was none. */
    readonly scorer?: Readonly<Record<string, Json>>;
  };
  readonly protocol: {
    readonly split: Readonly<Record<string, Json>>;
    readonly parts: readonly PartSummary[];
    /** `crossfit`: all queries, each decided without its fold. */
    readonly reportedOn: 'all' | 'test' | 'crossfit';
    readonly chosenOn: 'validation' | 'inner_folds' | null;
    /** Folds of a cross-fitted comparison; empty without. */
    readonly folds: readonly { readonly fold: string; readonly queries: number; readonly groups: number }[];
    readonly bootstrap: {
      readonly replicates: number;
      readonly seed: number;
      readonly confidence: number;
      readonly unit: 'group';
    };
    /** Quality given up against the reference that still counts as no worse, and the confidence of that verdict. */
    readonly nonInferiority: { readonly margin: number; readonly confidence: number };
    readonly rightAt: 'any' | 'full';
    readonly scorer: ScorerIdentity;
    readonly costUnit: 'usd' | 'calls';
    /** Model whose calls are counted when the unit is calls. */
    readonly costModel: string | null;
    /** Present where some costs are priced from estimated tokens. */
    readonly costEstimated?: true;
    readonly reference: string;
    readonly pair: { readonly weak: string; readonly strong: string } | null;
    readonly objective: string;
    readonly samples: number;
    readonly pricedAt: string | null;
    readonly priceSource: string | null;
  };
  readonly workload: {
    readonly queries: number;
    readonly categories: readonly { readonly category: string; readonly n: number }[];
    readonly models: readonly ModelSummary[];
    readonly oldestRecordedAt: string | null;
    readonly newestRecordedAt: string | null;
  };
  readonly headroom: {
    /** Best single model's quality and the oracle's on the reported part. */
    readonly bestSingle: { readonly modelId: string; readonly quality: number };
    readonly oracleQuality: number;
    /** Share of queries on which some model does better than another. */
    readonly choiceMatters: number;
    /** Share of queries on which at least one model is right. */
    readonly anyRight: number;
  };
  readonly audits: readonly Audit[];
  readonly robustness: Robustness;
  readonly metrics: readonly MetricDefinition[];
  /** Ordered best first by the objective, controls after. */
  readonly rows: readonly ResultRow[];
  /** Ids of rows no deployable row dominates in quality and cost. */
  readonly front: readonly string[];
  /** Vertices of the single models' non-decreasing hull: what mixing fixed models can reach. */
  readonly hull: readonly { readonly rowId: string; readonly cost: number; readonly quality: number }[];
  readonly curves: readonly Curve[];
  /** Sets of operating points: of the reported part, then of the part candidates were ranked on. */
  readonly frontiers: readonly Frontier[];
  readonly candidates: readonly CandidateRow[];
  /** Searches that led to strategies of the comparison; empty for a run. */
  readonly search: readonly SearchSummary[];
  readonly choice: Choice;
  /** What the experiment promises of the chosen row, or of the rows it names, in its order. */
  readonly gates: readonly GateJudgement[];
  /** One or two sentences: what to do, and how sure that is. */
  readonly verdict: string;
}
