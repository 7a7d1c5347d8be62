import type { Usage } from '../../../domain/recording.js';
import { present } from './present.js';

/** Tokens of one call as a source counts them. */
export interface TokenCounts {
  readonly input?: number | undefined;
  readonly output?: number | undefined;
  /** Input read from the provider's cache. */
  readonly cached?: number | undefined;
  /** Output spent on thinking. */
  readonly reasoning?: number | undefined;
}

/**
 * Usage where cached tokens are part of the input and reasoning tokens part of the output. Some providers count them apart:
 * a part larger than its whole shows that, and is added to it. Undefined where nothing is counted.
 */
export function tokenUsage(counts: TokenCounts): Usage | undefined {
  const usage = present({
    inputTokens: withPart(counts.input, counts.cached),
    outputTokens: withPart(counts.output, counts.reasoning),
    cachedInputTokens: counts.cached,
    reasoningTokens: counts.reasoning,
  });
  return Object.keys(usage).length === 0 ? undefined : usage;
}

function withPart(whole: number | undefined, part: number | undefined): number | undefined {
  return whole !== undefined && part !== undefined && part > whole ? whole + part : whole;
}
