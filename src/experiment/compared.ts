import type { DecisionColumns } from '../domain/decision.js';
import type { ResultRow, RowKind, RowMark } from '../domain/results.js';
import type { Arm } from '../replay/arm.js';
import type { RouteColumns } from '../router/router.js';
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
  /** Routers only. */
  readonly fitted?: FittedCandidate;
  readonly routes?: RouteColumns;
  readonly replicates?: readonly DecisionColumns[];
  readonly router?: NonNullable<ResultRow['router']>;
}
