import type { CellMeans } from '../replay/cell-means.js';

/** A model with fewer known costs than this counts as unpriced: rows that use it have no cost, queries stay. */
export const LEAST_PRICED = 0.99;

/**
 * Query rows (ascending) of a part on which every compared model's quality is known, and its cost too unless the model is
 * unpriced: the one denominator that all headline numbers share.
 */
export function completeRows(
  means: CellMeans,
  models: readonly number[],
  inPart: (query: number) => boolean,
  priced: readonly boolean[] = pricedModels(means),
): Uint32Array {
  const rows: number[] = [];
  for (let query = 0; query < means.queryCount; query++) {
    if (inPart(query) && isComplete(means, models, query, priced)) rows.push(query);
  }
  return Uint32Array.from(rows);
}

/** Whether (nearly) every recorded call of each model has a known cost. */
export function pricedModels(means: CellMeans): readonly boolean[] {
  return knownCells(means).map(isPriced);
}

/** Queries on which a model's quality is known, and those of them on which its cost is too. */
export interface KnownCells {
  readonly scored: number;
  readonly priced: number;
}

/** By model. */
export function knownCells(means: CellMeans): KnownCells[] {
  return Array.from({ length: means.modelCount }, (_, model) => {
    let scored = 0;
    let priced = 0;
    for (let cell = model; cell < means.quality.length; cell += means.modelCount) {
      if (Number.isNaN(means.quality[cell] as number)) continue;
      scored++;
      if (!Number.isNaN(means.costPico[cell] as number)) priced++;
    }
    return { scored, priced };
  });
}

export function isPriced({ scored, priced }: KnownCells): boolean {
  return scored > 0 && priced >= LEAST_PRICED * scored;
}

function isComplete(means: CellMeans, models: readonly number[], query: number, priced: readonly boolean[]): boolean {
  for (const model of models) {
    const cell = query * means.modelCount + model;
    if (Number.isNaN(means.quality[cell] as number)) return false;
    if (priced[model] === true && Number.isNaN(means.costPico[cell] as number)) return false;
  }
  return true;
}
