import type { CellMeans } from '../replay/cell-means.js';
import { type KnownCells, knownCells } from './complete-rows.js';

/** A model or row known on fewer of the queries is not measured on its own: it would shrink everybody's denominator to its own. */
export const LEAST_KNOWN = 0.5;

/** Models whose quality is known on at least half of the queries: those that are compared. */
export function comparedModels(means: CellMeans): number[] {
  return comparedAmong(knownCells(means), means.queryCount);
}

/** The same from counts. */
export function comparedAmong(known: readonly KnownCells[], queries: number): number[] {
  return Array.from(known.keys()).filter((model) => (known[model] as KnownCells).scored >= LEAST_KNOWN * queries);
}
