import type { Reliability } from '../domain/results.js';
import type { Part } from '../metric/part.js';
import type { CellMeans } from '../replay/cell-means.js';

const BINS = 10;

/** What was predicted on the reported part, and of whom. */
export interface Predictions {
  /** By query, 0..1; NaN where nothing was predicted. */
  readonly predicted: Float64Array;
  /** Model asked first by query; -1 none. */
  readonly first: Int16Array;
  readonly means: CellMeans;
  readonly part: Part;
}

/**
 * Reliability of the predictions behind the decisions: per bin of predicted quality the mean prediction beside the mean of
 * what the model asked first really did, both weighted by traffic; their mean distance is the expected calibration error
 * (Naeini, Cooper & Hauskrecht 2015). Only chosen models are looked at: it is their promises that are relied on.
 *
 * @returns null where nothing was predicted
 */
export function reliability({ predicted, first, means, part }: Predictions): Reliability | null {
  const sums = Array.from({ length: BINS }, () => ({ n: 0, weight: 0, predicted: 0, actual: 0 }));
  part.rows.forEach((query, at) => {
    const said = predicted[query] as number;
    const model = first[query] as number;
    const did = model < 0 ? Number.NaN : (means.quality[query * means.modelCount + model] as number);
    if (Number.isNaN(said) || Number.isNaN(did)) return;
    const bin = sums[Math.min(BINS - 1, Math.floor(said * BINS))] as (typeof sums)[number];
    const weight = part.weight[at] as number;
    bin.n++;
    bin.weight += weight;
    bin.predicted += weight * said;
    bin.actual += weight * did;
  });
  const total = sums.reduce((sum, { weight }) => sum + weight, 0);
  if (total === 0) return null;
  return {
    n: sums.reduce((sum, { n }) => sum + n, 0),
    error: sums.reduce((sum, bin) => sum + Math.abs(bin.predicted - bin.actual), 0) / total,
    bins: sums.flatMap((bin, index) =>
      bin.n === 0
        ? []
        : [
            {
              from: index / BINS,
              to: (index + 1) / BINS,
              n: bin.n,
              predicted: bin.predicted / bin.weight,
              actual: bin.actual / bin.weight,
            },
          ],
    ),
  };
}
