import type { LanguageModelV3Usage } from '@ai-sdk/provider';
import type { Usage } from '../../domain/recording.js';

/**
 * Tokens as a provider reported them; undefined where it reported none that can be believed: a count must be whole, a request
 * has input, and an answer output. A part larger than its whole is left out.
 */
export function reportedUsage({ inputTokens, outputTokens }: LanguageModelV3Usage, answered: boolean): Usage | undefined {
  const input = count(inputTokens.total);
  const output = count(outputTokens.total);
  if (input === undefined || input === 0 || output === undefined || (answered && output === 0)) return undefined;
  const cached = count(inputTokens.cacheRead);
  const reasoning = count(outputTokens.reasoning);
  return {
    inputTokens: input,
    outputTokens: output,
    ...(cached === undefined || cached === 0 || cached > input ? {} : { cachedInputTokens: cached }),
    ...(reasoning === undefined || reasoning === 0 || reasoning > output ? {} : { reasoningTokens: reasoning }),
  };
}

function count(value: number | undefined): number | undefined {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? value : undefined;
}
