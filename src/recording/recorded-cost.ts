import type { Price } from '../domain/model.js';
import { COST_SOURCE, PICO_PER_USD } from '../domain/outcome-table.js';
import { priceUsage } from '../domain/price-usage.js';
import type { Recording, Usage } from '../domain/recording.js';

/** What the ledger makes of a recording's cost. */
export interface RecordedCost {
  /** Whole pico-USD; NaN where unknown. */
  readonly costPico: number;
  /** COST_SOURCE. */
  readonly source: number;
  /** An error that says nothing of tokens or cost: it counts as free, and is counted. */
  readonly unbilled: boolean;
}

/** The cost given by the source; else, of an error that says nothing, none; else the usage at the model's price (an estimate where the usage is one); else unknown. */
export function recordedCost(recording: Recording, price: Price | undefined): RecordedCost {
  if (recording.costUsd !== undefined) {
    return { costPico: Math.round(recording.costUsd * PICO_PER_USD), source: COST_SOURCE.given, unbilled: false };
  }
  const { error, usage } = recording;
  if (error !== undefined && !saysTokens(usage)) return { costPico: 0, source: COST_SOURCE.missing, unbilled: true };
  // A failed call is billed for the tokens it reports: what it doesn't report never came.
  const billed = error === undefined ? usage : { inputTokens: 0, outputTokens: 0, ...usage };
  const costPico = priceUsage(billed, price);
  const known = usage?.estimated === true ? COST_SOURCE.estimated : COST_SOURCE.priced;
  return { costPico, source: Number.isNaN(costPico) ? COST_SOURCE.missing : known, unbilled: false };
}

function saysTokens(usage: Usage | undefined): boolean {
  return usage !== undefined && Object.values(usage).some((tokens) => typeof tokens === 'number');
}
