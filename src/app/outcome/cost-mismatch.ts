import type { Model, Price } from '../../domain/model.js';
import { PICO_PER_USD } from '../../domain/outcome-table.js';
import { priceUsage } from '../../domain/price-usage.js';
import type { Recording } from '../../domain/recording.js';

/** Given costs of a model that don't fit its tokens and prices. */
export interface CostMismatch {
  readonly modelId: string;
  /** Given ÷ priced, median over the calls. */
  readonly factor: number;
  /** All given ÷ all priced: shows what only some calls leave out, as unbilled reasoning. */
  readonly total: number;
  /** Calls that have cost, tokens and price. */
  readonly n: number;
}

/** Compares given costs with priced ones; more than 1 % off, in the median or in all, is a mismatch. */
export interface CostMismatches {
  note(recording: Recording, model: Model): void;
  found(): readonly CostMismatch[];
}

interface Compared {
  readonly factors: number[];
  given: number;
  priced: number;
}

/** Nothing compared yet. Keeps one number a call. */
export function costMismatches(): CostMismatches {
  const byModel = new Map<string, Compared>();
  return {
    note(recording, model) {
      const priced = pricedUsd(recording, model.price);
      if (recording.costUsd === undefined || priced === undefined) return;
      const held = byModel.get(model.id) ?? { factors: [], given: 0, priced: 0 };
      byModel.set(model.id, held);
      held.factors.push(recording.costUsd / priced);
      held.given += recording.costUsd;
      held.priced += priced;
    },
    found: () =>
      [...byModel].flatMap(([modelId, { factors, given, priced }]) => {
        const factor = factors.sort((a, b) => a - b)[Math.floor(factors.length / 2)] ?? 1;
        const total = given / priced;
        return isOff(factor) || isOff(total) ? [{ modelId, factor, total, n: factors.length }] : [];
      }),
  };
}

function isOff(factor: number): boolean {
  return Math.abs(factor - 1) > 0.01;
}

/** What the counted tokens cost; undefined where that isn't known, is nothing, or the tokens are only an estimate. */
function pricedUsd({ usage }: Recording, price: Price | undefined): number | undefined {
  if (usage?.estimated === true) return undefined;
  const pico = priceUsage(usage, price);
  return pico > 0 ? pico / PICO_PER_USD : undefined;
}
