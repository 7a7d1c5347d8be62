import type { Price } from './model.js';
import { PICO_PER_USD } from './outcome-table.js';
import type { Usage } from './recording.js';

/**
 * What a call's tokens cost, in whole pico-USD: input (its cached part at the cached price where one is known), output
 * (its reasoning part at the reasoning price where one is known), and the price of the request. NaN where tokens or a
 * price that they need is missing.
 */
export function priceUsage(given: Usage | undefined, price: Price | undefined): number {
  if (price === undefined) return Number.NaN;
  // Without any tokens known, a model whose prices are all 0 costs 0 all the same.
  const usage = given ?? {};
  const cached = usage.cachedInputTokens ?? 0;
  const reasoning = usage.reasoningTokens ?? 0;
  const input = part((usage.inputTokens ?? Number.NaN) - cached, price.inputUsdPerMTok);
  const cachedInput = part(cached, price.cachedInputUsdPerMTok ?? price.inputUsdPerMTok);
  const output = part((usage.outputTokens ?? Number.NaN) - reasoning, price.outputUsdPerMTok);
  const reasoned = part(reasoning, price.reasoningUsdPerMTok ?? price.outputUsdPerMTok);
  return Math.round(input + cachedInput + output + reasoned + (price.requestUsd ?? 0) * PICO_PER_USD);
}

/** Tokens at USD per million, in pico-USD; nothing costs nothing, even at an unknown price, and anything nothing at price 0. */
function part(tokens: number, usdPerMTok: number | undefined): number {
  return tokens === 0 || usdPerMTok === 0 ? 0 : tokens * (usdPerMTok ?? Number.NaN) * (PICO_PER_USD / 1e6);
}
