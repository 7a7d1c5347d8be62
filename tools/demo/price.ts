import type { Recording } from '../../src/domain/recording.js';
import type { DemoModel } from './skill.js';

/** USD per million input, cached input and output tokens; the same numbers stand in models.yaml, which a test compares. */
export const PRICES: Readonly<Record<DemoModel, { readonly input: number; readonly cached: number; readonly output: number }>> = {
  'demo/small': { input: 0.1, cached: 0.1, output: 0.4 },
  'demo/medium': { input: 0.6, cached: 0.15, output: 2.4 },
  'demo/onprem': { input: 0.25, cached: 0.25, output: 0.75 },
  'demo/frontier': { input: 3, cached: 0.3, output: 15 },
};

/** What a call costs; 0 for a failed call without usage. */
export function callCostUsd(model: DemoModel, recording: Recording): number {
  const { inputTokens = 0, cachedInputTokens = 0, outputTokens = 0 } = recording.usage ?? {};
  const price = PRICES[model];
  return ((inputTokens - cachedInputTokens) * price.input + cachedInputTokens * price.cached + outputTokens * price.output) / 1e6;
}
