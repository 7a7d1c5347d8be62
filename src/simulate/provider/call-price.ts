import type { Price } from '../../domain/model.js';
import type { OutcomeTable } from '../../domain/outcome-table.js';
import type { Provider } from '../scenario.js';

/** What prompt caching takes off a call, and for how long the session's prompt stays cached after it. */
export interface CacheTerms {
  readonly ttlMs: number;
  /** Whole pico-USD that a call with this recording costs less when its prompt's shared part is cached. */
  discountPico(row: number): number;
}

/**
 * The cached share of the input tokens at the cached price instead of the full one. Null where nothing is cached, or where a price is
 * missing: then no discount is known.
 */
export function cacheTerms(provider: Provider, price: Price | undefined, table: OutcomeTable): CacheTerms | null {
  const full = price?.inputUsdPerMTok;
  const cached = price?.cachedInputUsdPerMTok;
  if (provider.promptCache === null || full === undefined || cached === undefined) return null;
  const { share, ttlMs } = provider.promptCache;
  // USD per million tokens are pico-USD per token times 10⁶.
  const picoPerToken = share * (full - cached) * 1e6;
  return {
    ttlMs,
    discountPico(row) {
      const tokens = table.inputTokens[row] as number;
      return tokens >= 0 ? Math.round(tokens * picoPerToken) : 0;
    },
  };
}
