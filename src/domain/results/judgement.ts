import type { Estimate } from '../estimate.js';
import type { MetricUnit } from './metric.js';

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
