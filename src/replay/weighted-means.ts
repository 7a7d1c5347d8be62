import type { CellMeans } from './cell-means.js';

/** Mean quality and cost (pico-units) by model; NaN where any of it is unknown. */
export interface WeightedMeans {
  readonly quality: Float64Array;
  readonly costPico: Float64Array;
}

/** Weighted mean quality and cost (pico-units) of every single model over some query rows. NaN where any cell is unknown. */
export function weightedMeans(means: CellMeans, rows: Uint32Array, weight: Float64Array): WeightedMeans {
  const quality = new Float64Array(means.modelCount);
  const costPico = new Float64Array(means.modelCount);
  let total = 0;
  for (const query of rows) {
    const w = weight[query] as number;
    total += w;
    for (let model = 0; model < means.modelCount; model++) {
      const cell = query * means.modelCount + model;
      quality[model] = (quality[model] as number) + w * (means.quality[cell] as number);
      costPico[model] = (costPico[model] as number) + w * (means.costPico[cell] as number);
    }
  }
  return { quality: quality.map((sum) => sum / total), costPico: costPico.map((sum) => sum / total) };
}
