/** The part of LiteLLM's `config.yaml` that we write and read. */
export interface LitellmConfig {
  readonly model_list: readonly Deployment[];
  readonly router_settings: {
    readonly num_retries: number;
    readonly timeout?: number;
    readonly max_fallbacks: number;
    readonly disable_cooldowns: boolean;
    readonly enable_tag_filtering?: boolean;
    readonly fallbacks: readonly Readonly<Record<string, readonly string[]>>[];
    readonly provider_budget_config?: Readonly<Record<string, { readonly budget_limit: number; readonly time_period: string }>>;
  };
}

/** One way to ask for `model_name`; what has the same name is asked in turn, which we never write. */
export interface Deployment {
  readonly model_name: string;
  readonly litellm_params: LitellmParams;
  readonly model_info?: { readonly id: string };
}

export interface LitellmParams {
  readonly model: string;
  readonly api_base?: string;
  readonly api_key?: string;
  readonly input_cost_per_token?: number;
  readonly output_cost_per_token?: number;
  readonly tags?: readonly string[];
  readonly complexity_router_default_model?: string;
  readonly complexity_router_config?: ComplexityConfig | HeuristicV2Config;
}

/** LiteLLM's four, the cheapest first. */
export const TIERS = ['SIMPLE', 'MEDIUM', 'COMPLEX', 'REASONING'] as const;
export type Tier = (typeof TIERS)[number];

/** What any of its routers decides by needs: whom a tier asks, and nothing that decides beside it. */
export interface TierConfig {
  readonly tiers: Readonly<Record<Tier, string>>;
  readonly session_affinity: false;
  readonly escalation_keywords: readonly string[];
  readonly route_housekeeping_to_cheapest_tier: false;
  readonly enable_context_window_escalation: false;
}

/** Rules of LiteLLM's own complexity router, by which it chooses a tier. */
export interface ComplexityConfig extends TierConfig {
  readonly classifier_type: 'heuristic';
  readonly token_thresholds: { readonly simple: number; readonly complex: number };
  readonly tier_boundaries: {
    readonly simple_medium: number;
    readonly medium_complex: number;
    readonly complex_reasoning: number;
  };
  readonly dimension_weights: Readonly<Record<string, number>>;
  readonly reasoning_keywords: readonly string[];
  readonly keyword_tier_rules?: readonly { readonly keywords: readonly string[]; readonly tier: Tier }[];
}

/** Counts of successes by kinds of requests, by which it chooses the first tier that is good enough. */
export interface HeuristicV2Config extends TierConfig {
  readonly classifier_type: 'heuristic_v2';
  readonly heuristic_v2_artifact: TierArtifact;
}

/** A tier's counts. */
export interface TierStatistic {
  readonly tier: 1 | 2 | 3 | 4;
  readonly successes: number;
  readonly observations: number;
}

export interface TierArtifact {
  readonly schema_version: 1;
  readonly global_statistics: readonly TierStatistic[];
  readonly domain_statistics: readonly (TierStatistic & { readonly request_type: string })[];
  readonly cohort_statistics: readonly (TierStatistic & { readonly cohort: string })[];
  readonly domain_prior_mass: number;
  readonly cohort_prior_mass: number;
  readonly routing_threshold: number;
  readonly success_definition: string;
  readonly split_method: string;
}

/** Settings of an export that LiteLLM carries out and no router knows. */
export interface LitellmSettings {
  /** USD a UTC day for each provider; 0: no limit. */
  readonly budget_usd_per_day: number;
  readonly tags: boolean;
}
