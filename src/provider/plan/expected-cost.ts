import type { Model } from '../../domain/model.js';
import { PICO_PER_USD } from '../../domain/outcome-table.js';
import { priceUsage } from '../../domain/price-usage.js';

/** Output tokens of calls that were recorded before. */
export interface SeenOutputs {
  /** The lower quartile, mean and count. */
  readonly low: number;
  readonly mean: number;
  readonly n: number;
  /** Of this very model, or of all because it has too few of its own. */
  readonly of: 'model' | 'others';
  /** Recordings of the model's own. */
  readonly own: number;
}

/** What planned calls cost, in USD; null where a price is missing or nothing is known to expect from. */
export interface ExpectedCost {
  readonly lowUsd: number | null;
  readonly expectedUsd: number | null;
  /** Every input byte a token and every output as long as it may be; retries not counted. */
  readonly worstUsd: number | null;
}

/** Recordings from which a model is held to be known by its own. */
const ENOUGH = 20;

/** What earlier recordings say of the lengths of a model's answers: its own where there are 20, else those of all; null without any. */
export function seenOutputs(own: readonly number[], all: readonly number[]): SeenOutputs | null {
  const known = own.length >= ENOUGH ? own : all;
  if (known.length === 0) return null;
  const sorted = [...known].sort((a, b) => a - b);
  return {
    low: sorted[Math.floor((sorted.length - 1) / 4)] as number,
    mean: sorted.reduce((sum, tokens) => sum + tokens, 0) / sorted.length,
    n: sorted.length,
    of: known === own ? 'model' : 'others',
    own: own.length,
  };
}

/** The cost of `calls` calls with so many input tokens together. */
export function expectedCost(
  { price }: Model,
  calls: number,
  inputTokens: number,
  seen: SeenOutputs | null,
  worstPico: number,
  maxOutputTokens: number,
): ExpectedCost {
  const requestPico = (price?.requestUsd ?? 0) * PICO_PER_USD * (calls - 1);
  const usd = (outputTokens: number | null): number | null => {
    if (outputTokens === null) return null;
    const tokens = Math.round(calls * Math.min(outputTokens, maxOutputTokens));
    return finite((priceUsage({ inputTokens, outputTokens: tokens }, price) + requestPico) / PICO_PER_USD);
  };
  return {
    lowUsd: calls === 0 ? 0 : usd(seen?.low ?? null),
    expectedUsd: calls === 0 ? 0 : usd(seen?.mean ?? null),
    worstUsd: finite(worstPico / PICO_PER_USD),
  };
}

function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
