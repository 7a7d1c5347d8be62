import { objectAt, refuse } from './check.js';

const PRICE_MEMBERS = ['inputUsdPerMTok', 'outputUsdPerMTok', 'cachedInputUsdPerMTok', 'reasoningUsdPerMTok', 'requestUsd'];

/** A price, in a router's file or handed in with a request. */
export function checkPrice(value: unknown, field: string): void {
  const price = objectAt(value, field, PRICE_MEMBERS);
  for (const member of Object.keys(price)) {
    if (!Number.isFinite(price[member])) throw refuse(`${field}.${member}`, 'is not a number', { accepted: 'USD' });
  }
}
