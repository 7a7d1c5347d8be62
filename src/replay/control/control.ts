import type { RowMark } from '../../domain/results.js';
import type { Arm } from '../arm.js';
import type { CellMeans } from '../cell-means.js';
import type { WeightedMeans } from '../weighted-means.js';

/** What a control may look at: outcomes and labels included. That is why a control is never a router. */
export interface ControlContext {
  readonly modelIds: readonly string[];
  /** Models known on every row of `rows`: those a control may fall on. */
  readonly compared: readonly number[];
  readonly means: CellMeans;
  /** Query rows of the reported part that are complete for every compared model, ascending. */
  readonly rows: Uint32Array;
  /** Traffic weight by query of the dataset. */
  readonly weight: Float64Array;
  /** Category code by query, -1 where none. */
  readonly category: Int32Array;
  /** Group index by query: what is never split apart. */
  readonly group: Uint32Array;
  /** Prompt length in code points by query. */
  readonly promptLength: Float64Array;
  /** The length from which on the share of the reported queries is nearest to a wanted one. */
  readonly lengthAt: (share: number) => number;
  /** Mean quality and cost of every single model over the reported queries. */
  readonly singles: WeightedMeans;
  readonly seed: number;
  /** Quality from which an answer is right: above 0, or at least 1. */
  readonly isRight: (quality: number) => boolean;
  readonly pair: { readonly weak: number; readonly strong: number } | null;
  /** The row that matched controls are matched to; null when no router is compared. */
  readonly matchTo: { readonly label: string; readonly shares: Float64Array; readonly meanCostPico: number } | null;
}

/** One row a control contributes. */
export interface ControlArm {
  readonly id: string;
  readonly label: string;
  readonly description: string;
  readonly marks: readonly RowMark[];
  readonly arm: Arm;
  /** For sweeps between weak and strong: higher goes to the strong model first. By query. */
  readonly score?: Float64Array;
}

export interface Control {
  /** Name in an experiment's `baselines`. */
  readonly name: string;
  readonly title: string;
  /** Only where an experiment's `baselines` name it. */
  readonly onRequest?: true;
  /** The arms; empty where the control does not apply (e.g. no categories, no pair). */
  readonly arms: (context: ControlContext) => readonly ControlArm[];
}
