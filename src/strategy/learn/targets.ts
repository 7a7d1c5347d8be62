import type { FitSource } from '../fit/predictor-fit.js';

/** What a regression learns from: one row a training query, one column a model. */
export interface Targets {
  /** Rows × models, 0..1; NaN unknown. */
  readonly quality: Float64Array;
  /** Traffic weights scaled to a mean of 1 over the rows. */
  readonly weight: Float64Array;
  /** By model: weighted mean of the known qualities; the mean over all models where a model has none. */
  readonly mean: Float64Array;
}

export function targetsOf({ training, models }: FitSource): Targets {
  const { rows } = training;
  const total = training.modelIds.length;
  const quality = new Float64Array(rows.length * models.length);
  let weightSum = 0;
  rows.forEach((row, at) => {
    weightSum += training.weight[row] as number;
    models.forEach((model, k) => {
      quality[at * models.length + k] = training.quality[row * total + model] as number;
    });
  });
  const weight = Float64Array.from(rows, (row) => ((training.weight[row] as number) * rows.length) / weightSum);
  return { quality, weight, mean: meansOf(quality, weight, models.length) };
}

function meansOf(quality: Float64Array, weight: Float64Array, models: number): Float64Array {
  const sums = new Float64Array(models);
  const weights = new Float64Array(models);
  for (let i = 0; i < quality.length; i++) {
    const own = quality[i] as number;
    if (Number.isNaN(own)) continue;
    const k = i % models;
    const w = weight[Math.floor(i / models)] as number;
    sums[k] = (sums[k] as number) + w * own;
    weights[k] = (weights[k] as number) + w;
  }
  const all = total(sums) / Math.max(total(weights), 1e-300);
  return sums.map((sum, k) => ((weights[k] as number) > 0 ? sum / (weights[k] as number) : all));
}

function total(values: Float64Array): number {
  return values.reduce((sum, one) => sum + one, 0);
}
