import type { Quantity } from './family.js';

/** Per-query columns of one arm over the dataset, as the ledger left them; null columns are all zero, absent ones not known. */
export interface ArmColumns {
  readonly quality: Float64Array;
  readonly costPico: Float64Array;
  /** Mean over samples (or over a mixture); NaN where unknown. */
  readonly latencyMs: Float64Array;
  readonly failed: Float64Array | null;
  readonly refused: Float64Array | null;
  readonly fellBack: Float64Array | null;
  readonly escalated: Float64Array | null;
  /** Mean quality of the model this query goes to first, less the mean of these: sums to 0 over the part. */
  readonly shareQuality?: Float64Array;
  /** Share of perturbed prompts whose first call goes to another model; NaN where never tried. */
  readonly flips?: Float64Array;
}

/** What every single model does on every query: index `query * modelCount + model`. */
export interface SingleOutcomes {
  readonly modelCount: number;
  readonly quality: Float64Array;
  readonly costPico: Float64Array;
}

/** The column of a quantity by query, or null where it is zero throughout. */
export function quantityColumn(
  arm: ArmColumns,
  quantity: Quantity,
  singles: SingleOutcomes,
  isRight: (quality: number) => boolean,
): ((query: number) => number) | null {
  switch (quantity) {
    case 'quality':
      return (query) => arm.quality[query] as number;
    case 'cost':
      return (query) => arm.costPico[query] as number;
    case 'latency':
      return (query) => arm.latencyMs[query] as number;
    case 'over':
      return (query) => (overspendOf(arm, query, singles, isRight) > 0 ? 1 : 0);
    case 'overspend':
      return (query) => overspendOf(arm, query, singles, isRight);
    case 'right':
      return (query) => (isRight(arm.quality[query] as number) ? 1 : 0);
    case 'rightCost':
      return (query) => (isRight(arm.quality[query] as number) ? (arm.costPico[query] as number) : 0);
    case 'solvable':
      return (query) => (anyRight(query, singles, isRight) ? (arm.quality[query] as number) : 0);
    case 'under':
      return (query) => (!isRight(arm.quality[query] as number) && anyRight(query, singles, isRight) ? 1 : 0);
    default: {
      const column = arm[quantity];
      if (column === undefined) return () => Number.NaN;
      return column === null ? null : (query) => column[query] as number;
    }
  }
}

function anyRight(query: number, singles: SingleOutcomes, isRight: (quality: number) => boolean): boolean {
  for (let model = 0; model < singles.modelCount; model++) {
    if (isRight(singles.quality[query * singles.modelCount + model] as number)) return true;
  }
  return false;
}

/** Cost above the cheapest single model that was right, where this arm was right; 0 where it paid no more. NaN where costs are unknown. */
function overspendOf(arm: ArmColumns, query: number, singles: SingleOutcomes, isRight: (quality: number) => boolean): number {
  const paid = arm.costPico[query] as number;
  if (Number.isNaN(paid)) return Number.NaN;
  if (!isRight(arm.quality[query] as number)) return 0;
  let cheapest = paid;
  for (let model = 0; model < singles.modelCount; model++) {
    const cell = query * singles.modelCount + model;
    if (isRight(singles.quality[cell] as number) && (singles.costPico[cell] as number) < cheapest)
      cheapest = singles.costPico[cell] as number;
  }
  return paid - cheapest;
}
