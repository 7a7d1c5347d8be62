import type { Model } from '../domain/model.js';
import { PICO_PER_USD } from '../domain/outcome-table.js';
import type { Recording } from '../domain/recording.js';
import { priceUsage } from '../recording/price-usage.js';

/** Given costs that don't fit the tokens and prices: which model, by what median factor (given ÷ priced), over how many calls. */
export interface CostMismatch {
  readonly modelId: string;
  readonly factor: number;
  readonly n: number;
}

/** Compares given costs with priced ones; more than 1 % off in the median is a mismatch. */
export function costMismatches(): { note(recording: Recording, model: Model): void; found(): CostMismatch[] } {
  const factors = new Map<string, number[]>();
  return {
    note(recording, model) {
      if (recording.costUsd === undefined) return;
      const priced = priceUsage(recording.usage, model.price);
      if (!(priced > 0)) return;
      const factor = (recording.costUsd * PICO_PER_USD) / priced;
      const held = factors.get(model.id);
      if (held === undefined) factors.set(model.id, [factor]);
      else held.push(factor);
    },
    found: () =>
      [...factors].flatMap(([modelId, all]) => {
        const factor = all.sort((a, b) => a - b)[Math.floor(all.length / 2)] ?? 1;
        return Math.abs(factor - 1) > 0.01 ? [{ modelId, factor, n: all.length }] : [];
      }),
  };
}
