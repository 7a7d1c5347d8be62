import type { DecisionColumns } from '../domain/decision.js';
import type { ResultRow, RowKind, RowMark } from '../domain/results.js';
import type { Arm } from '../replay/arm.js';
import type { RouterConfig } from '../router/config.js';
import type { RequestBatch, RouteColumns, Router } from '../router/router.js';
import type { FittedCandidate } from '../strategy/strategy.js';

/** The router's own time, measured once and stored like a recording. Milliseconds per decision. */
export interface RouterTime {
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** A row before it is scored: who it is, and what it did on every query. */
export interface Compared {
  readonly id: string;
  readonly label: string;
  readonly kind: RowKind;
  readonly description: string;
  readonly marks: readonly RowMark[];
  readonly arm: Arm;
  /** For sweeps: higher goes to the strong model first, by query. */
  readonly score?: Float64Array;
  /** Routers only; of a cross-fitted row the router refitted on everything, which is not the one measured. */
  readonly fitted?: FittedCandidate;
  readonly routes?: RouteColumns;
  /** The routes of each walk, one a replicate; stateful routers only. */
  readonly walks?: readonly RouteColumns[];
  /** The routers that walked, each with its rows; stateful routers only. */
  readonly pieces?: readonly { readonly rows: Uint32Array; readonly router: Router }[];
  readonly replicates?: readonly DecisionColumns[];
  /** How the row would route other messages on the same query rows; of a cross-fitted row, each by its fold's router. */
  readonly reroute?: (batch: RequestBatch) => RouteColumns;
  /** The routers behind the row and how they would decide if each were changed: one, or one a fold. */
  readonly routers?: {
    readonly configs: readonly RouterConfig[];
    /** The query rows that each of them decides; null: one decides all. */
    readonly folds: readonly Uint32Array[] | null;
    route(batch: RequestBatch, change: (config: RouterConfig) => RouterConfig): RouteColumns;
  };
  /** What was chosen in each fold; cross-fitted rows only. */
  readonly folds?: NonNullable<ResultRow['folds']>;
  readonly router?: NonNullable<ResultRow['router']>;
}
