import type { CompiledScores } from './predictor/predictor.js';
import type { RequestBatch } from './router.js';
import { shelved } from './shelf.js';

/** Stands where a row has not been predicted yet. */
const UNKNOWN = -1;

/**
 * Predictions, with what they give for a batch of many kept as long as both live; threads that share a batch's shelf share them too.
 *
 * @param name all that the predictions for a batch depend on
 */
export function keptPredictions(predict: CompiledScores, models: number, name: () => string): CompiledScores {
  const kept = new WeakMap<RequestBatch, Int32Array>();
  return (batch) => {
    const bound = predict(batch);
    if (batch.size === 1) return bound;
    const unknown = (): [Int32Array] => [new Int32Array(batch.size * models).fill(UNKNOWN)];
    const rows = kept.get(batch) ?? shelved(batch, name, unknown)[0];
    kept.set(batch, rows);
    return (row, scores) => {
      const from = row * models;
      // Other threads may predict the same rows. What tells that a row is there is written last, and read first.
      if (Atomics.load(rows, from) === UNKNOWN) {
        bound(row, scores);
        for (let model = 1; model < models; model++) rows[from + model] = scores[model] as number;
        Atomics.store(rows, from, scores[0] as number);
        return;
      }
      for (let model = 0; model < models; model++) scores[model] = rows[from + model] as number;
    };
  };
}
