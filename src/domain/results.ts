import type { Json } from './json.js';
import type { CandidateRow, Choice } from './results/choice.js';
import type { Curve, Frontier } from './results/frontier.js';
import type { JudgeSummary } from './results/judge.js';
import type { GateJudgement } from './results/judgement.js';
import type { MetricDefinition } from './results/metric.js';
import type { Protocol } from './results/protocol.js';
import type { ResultRow } from './results/row.js';
import type { SearchSummary } from './results/search.js';
import type { SettingSweep } from './results/setting-sweep.js';
import type { Streamed } from './results/streamed.js';
import type { Audit, Headroom, Workload } from './results/workload.js';
import type { Robustness } from './robustness.js';

export type { Beforehand } from './results/beforehand.js';
export type { CandidateRow, Choice, TiedPair } from './results/choice.js';
export type { Confusion, ConfusionCell } from './results/confusion.js';
export type { Curve, CurvePoint, Frontier } from './results/frontier.js';
export type { JudgeSummary } from './results/judge.js';
export type { ConstraintJudgement, ConstraintVerdict, GateJudgement, GateLevel } from './results/judgement.js';
export type { MetricDefinition, MetricUnit } from './results/metric.js';
export type { BudgetKept, Online, Reaction, RegretKept } from './results/online.js';
export type { PartSummary, ScorerIdentity } from './results/protocol.js';
export type { CategoryCell, Reliability, ResultRow, RowKind, RowMark } from './results/row.js';
export type { Optimism, SearchPick, SearchSummary } from './results/search.js';
export type { SettingPoint, SettingSweep, SweptMeans } from './results/setting-sweep.js';
export type { Streamed } from './results/streamed.js';
export type { NonInferiority, VersusReference } from './results/versus.js';
export type { Audit, ModelSummary } from './results/workload.js';

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
  readonly protocol: Protocol;
  /** The judges behind the qualities; absent where none judged. */
  readonly judges?: readonly JudgeSummary[];
  /** Of a dataset that was evaluated in shards; absent else. */
  readonly streamed?: Streamed;
  readonly workload: Workload;
  readonly headroom: Headroom;
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
  /** Reported routers over the values of the one number they hang on; empty in results of before. */
  readonly settingSweeps: readonly SettingSweep[];
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
