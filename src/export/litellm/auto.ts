import type { RouterConfig, RouterModel } from '../../router/config.js';
import { namedRoutes } from '../portkey/routes.js';
import { type LitellmConfig, type LitellmParams, type LitellmSettings, TIERS, type Tier, type TierConfig } from './config.js';
import { deploymentOf, routerSettings } from './deployments.js';

/** What callers ask for. */
const AUTO = 'auto';

/**
 * A config whose proxy decides itself, by tiers. A text says why there is none.
 *
 * @param models whom a tier asks first
 * @param otherwise whom a talk without a question is sent to
 * @param scorer what chooses a tier
 */
export function autoConfig(
  config: RouterConfig,
  settings: LitellmSettings,
  models: Readonly<Record<Tier, string>>,
  otherwise: string,
  scorer: (tiers: TierConfig) => NonNullable<LitellmParams['complexity_router_config']>,
): LitellmConfig | string {
  if (config.models.some(({ id }) => id === AUTO)) return `a model called ${AUTO}: callers ask for the router by this name`;
  const routes = namedRoutes(config);
  if (typeof routes === 'string') return routes;
  const named = (id: string): string => Object.keys(routes).find((name) => routes[name]?.[0] === id) as string;
  const model = (id: string): RouterModel => config.models.find((one) => one.id === id) as RouterModel;
  const used = [...new Set(Object.values(models))];
  const tiers: TierConfig = {
    tiers: Object.fromEntries(TIERS.map((tier) => [tier, named(models[tier])])) as TierConfig['tiers'],
    session_affinity: false,
    escalation_keywords: [],
    route_housekeeping_to_cheapest_tier: false,
    enable_context_window_escalation: false,
  };
  const router = {
    model_name: AUTO,
    litellm_params: {
      model: 'auto_router/complexity_router',
      complexity_router_default_model: named(otherwise),
      complexity_router_config: scorer(tiers),
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
