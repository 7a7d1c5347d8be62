import type { Quantity } from './family.js';
import type { QueryColumn } from './part.js';

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

/** What any single model makes possible on every query, the same for all arms. */
interface Possible {
  /** 1 where some single model is right. */
  readonly solved: Uint8Array;
  /** Cost of the cheapest single model that is right, in pico-units; infinite where none is, or its cost isn't known. */
  readonly cheapest: Float64Array;
}

const possible = new WeakMap<SingleOutcomes, WeakMap<(quality: number) => boolean, Possible>>();

/** Looked through once for all arms and quantities. */
function possibleOf(singles: SingleOutcomes, isRight: (quality: number) => boolean): Possible {
  const held = possible.get(singles) ?? new WeakMap<(quality: number) => boolean, Possible>();
  possible.set(singles, held);
  const known = held.get(isRight) ?? lookThrough(singles, isRight);
  held.set(isRight, known);
  return known;
}

function lookThrough({ modelCount, quality, costPico }: SingleOutcomes, isRight: (quality: number) => boolean): Possible {
  const queries = quality.length / modelCount;
  const solved = new Uint8Array(queries);
  const cheapest = new Float64Array(queries).fill(Number.POSITIVE_INFINITY);
  for (let query = 0, cell = 0; query < queries; query++) {
    for (let model = 0; model < modelCount; model++, cell++) {
      if (!isRight(quality[cell] as number)) continue;
      solved[query] = 1;
      if ((costPico[cell] as number) < (cheapest[query] as number)) cheapest[query] = costPico[cell] as number;
    }
  }
  return { solved, cheapest };
}

/** The column of a quantity by query, or null where it is zero throughout. */
export function quantityColumn(
  arm: ArmColumns,
  quantity: Quantity,
  singles: SingleOutcomes,
  isRight: (quality: number) => boolean,
): QueryColumn | null {
  const { quality, costPico } = arm;
  switch (quantity) {
    case 'quality':
      return quality;
    case 'cost':
      return costPico;
    case 'latency':
      return arm.latencyMs;
    case 'over': {
      const overspend = overspendOf(arm, possibleOf(singles, isRight), isRight);
      return (query) => (overspend(query) > 0 ? 1 : 0);
    }
    case 'overspend':
      return overspendOf(arm, possibleOf(singles, isRight), isRight);
    case 'right':
      return (query) => (isRight(quality[query] as number) ? 1 : 0);
    case 'rightCost':
      return (query) => (isRight(quality[query] as number) ? (costPico[query] as number) : 0);
    case 'solvable': {
      const { solved } = possibleOf(singles, isRight);
      return (query) => (solved[query] === 1 ? (quality[query] as number) : 0);
    }
    case 'under': {
      const { solved } = possibleOf(singles, isRight);
      return (query) => (solved[query] === 1 && !isRight(quality[query] as number) ? 1 : 0);
    }
    default: {
      const column = arm[quantity];
      return column === undefined ? () => Number.NaN : column;
    }
  }
}

/** Cost above the cheapest single model that was right, where this arm was right; 0 where it paid no more. NaN where costs are unknown. */
function overspendOf(
  { quality, costPico }: ArmColumns,
  { cheapest }: Possible,
  isRight: (quality: number) => boolean,
): (query: number) => number {
  return (query) => {
    const paid = costPico[query] as number;
    if (Number.isNaN(paid)) return Number.NaN;
    if (!isRight(quality[query] as number)) return 0;
    return paid - Math.min(paid, cheapest[query] as number);
  };
}
