import type { CellMeans } from '../replay/cell-means.js';

/** A model or row known on fewer of the queries is not measured on its own: it would shrink everybody's denominator to its own. */
export const LEAST_KNOWN = 0.5;

/** Models whose quality is known on at least half of the queries: those that are compared. */
export function comparedModels(means: CellMeans): number[] {
  const known = new Uint32Array(means.modelCount);
  means.quality.forEach((quality, cell) => {
    const model = cell % means.modelCount;
    if (!Number.isNaN(quality)) known[model] = (known[model] as number) + 1;
  });
  return Array.from(known.keys()).filter((model) => (known[model] as number) >= LEAST_KNOWN * means.queryCount);
}
