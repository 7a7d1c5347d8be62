import type { RouterConfig } from '../../router/config.js';
import { autoConfig } from './auto.js';
import type { ComplexityConfig, LitellmConfig, LitellmSettings } from './config.js';
import { tiered } from './tiers.js';

/** No text has so many tokens. */
const ENDLESS = 1_000_000_000;

/** LiteLLM's token: four code points, cut off. */
const PER_TOKEN = 4;

/** Of the length alone: a short text scores −0.5, a long one 0.5, any other 0. */
const WEIGHTS = {
  tokenCount: 0.5,
  codePresence: 0,
  reasoningMarkers: 0,
  technicalTerms: 0,
  simpleIndicators: 0,
  multiStepPatterns: 0,
  questionComplexity: 0,
};

/** Scores from which the next tier begins, by how many bands of length there are; 1 is never reached. */
const BOUNDARIES = [
  { simple_medium: 0.25, medium_complex: 0.75, complex_reasoning: 1 },
  { simple_medium: 0, medium_complex: 0.75, complex_reasoning: 1 },
  { simple_medium: 0, medium_complex: 0.25, complex_reasoning: 1 },
] as const;

/** The proxy decides itself, by its complexity router: static rules alone. A text says why it can't. */
export function complexityConfig(config: RouterConfig, settings: LitellmSettings): LitellmConfig | string {
  const found = tiered(config);
  if (typeof found === 'string') return found;
  const { bands, keywords, models } = found;
  const [first, middle, long] = bands;
  return autoConfig(
    config,
    settings,
    models,
    first?.use ?? '',
    (tiers): ComplexityConfig => ({
      classifier_type: 'heuristic',
      ...tiers,
      token_thresholds: {
        simple: middle === undefined ? 0 : Math.round(middle.from / PER_TOKEN),
        complex: long === undefined ? ENDLESS : Math.round(long.from / PER_TOKEN) - 1,
      },
      tier_boundaries: BOUNDARIES[bands.length - 1] as (typeof BOUNDARIES)[number],
      dimension_weights: WEIGHTS,
      // Two of these would force the highest tier: of one there are never two.
      reasoning_keywords: ['routelab has no reasoning keywords'],
      ...(keywords.length === 0 ? {} : { keyword_tier_rules: keywords }),
    }),
  );
}
