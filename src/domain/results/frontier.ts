import type { Estimate } from '../estimate.js';

export interface CurvePoint {
  /** Share of queries sent to the strong model, 0..1. */
  readonly strongShare: number;
  readonly quality: number;
  /** Mean cost per query in the cost unit; null where unknown. */
  readonly cost: number | null;
  /** Queries with at least this score go to the strong model; null where none does. Absent in results of before, and for scores that production has not: chance, outcomes. */
  readonly threshold?: number | null;
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
  /** The points on the validation part, where there is one; to be looked at, no statistic uses it. */
  readonly validation?: readonly CurvePoint[];
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
