import type { RouterConfig, RouterModel } from '../../router/config.js';
import { namedRoutes } from '../portkey/routes.js';
import type { ComplexityConfig, LitellmConfig, LitellmSettings } from './config.js';
import { deploymentOf, routerSettings } from './deployments.js';
import { TIERS, tiered } from './tiers.js';

/** What callers ask for. */
export const AUTO = 'auto';

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
  const tiers = tiered(config);
  if (typeof tiers === 'string') return tiers;
  if (config.models.some(({ id }) => id === AUTO)) return `a model called ${AUTO}: callers ask for the router by this name`;
  const routes = namedRoutes(config);
  if (typeof routes === 'string') return routes;
  const named = (id: string): string => Object.keys(routes).find((name) => routes[name]?.[0] === id) as string;
  const model = (id: string): RouterModel => config.models.find((one) => one.id === id) as RouterModel;
  const used = [...new Set(Object.values(tiers.models))];
  const [, middle, long] = tiers.bands;
  const scorer: ComplexityConfig = {
    classifier_type: 'heuristic',
    tiers: Object.fromEntries(TIERS.map((tier) => [tier, named(tiers.models[tier])])) as ComplexityConfig['tiers'],
    token_thresholds: {
      simple: middle === undefined ? 0 : Math.round(middle.from / PER_TOKEN),
      complex: long === undefined ? ENDLESS : Math.round(long.from / PER_TOKEN) - 1,
    },
    tier_boundaries: BOUNDARIES[tiers.bands.length - 1] as (typeof BOUNDARIES)[number],
    dimension_weights: WEIGHTS,
    // Two of these would force the highest tier: of one there are never two.
    reasoning_keywords: ['routelab has no reasoning keywords'],
    ...(tiers.keywords.length === 0 ? {} : { keyword_tier_rules: tiers.keywords }),
    session_affinity: false,
    escalation_keywords: [],
    route_housekeeping_to_cheapest_tier: false,
    enable_context_window_escalation: false,
  };
  const router = {
    model_name: AUTO,
    litellm_params: {
      model: 'auto_router/complexity_router',
      complexity_router_default_model: named(tiers.bands[0]?.use ?? ''),
      complexity_router_config: scorer,
    },
  };
  const chains = Object.fromEntries(used.map((id) => [named(id), (routes[named(id)] ?? []).slice(1)]));
  return {
    model_list: [
      ...config.models.map((one) => deploymentOf(one.id, one, settings.tags)),
      ...used.map((id) => deploymentOf(named(id), model(id), settings.tags)),
      router,
    ],
    // Some versions look a fallback up by the router's name, others by the tier's.
    router_settings: routerSettings(config, { ...chains, [AUTO]: config.fallback }, settings),
  };
}
