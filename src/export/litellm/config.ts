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
  readonly complexity_router_config?: ComplexityConfig;
}

/** Rules of LiteLLM's own complexity router, by which it chooses a tier. */
export interface ComplexityConfig {
  readonly classifier_type: 'heuristic';
  readonly tiers: Readonly<Record<'SIMPLE' | 'MEDIUM' | 'COMPLEX' | 'REASONING', string>>;
  readonly token_thresholds: { readonly simple: number; readonly complex: number };
  readonly tier_boundaries: {
    readonly simple_medium: number;
    readonly medium_complex: number;
    readonly complex_reasoning: number;
  };
  readonly dimension_weights: Readonly<Record<string, number>>;
  readonly reasoning_keywords: readonly string[];
  readonly keyword_tier_rules?: readonly {
    readonly keywords: readonly string[];
    readonly tier: 'SIMPLE' | 'MEDIUM' | 'COMPLEX' | 'REASONING';
  }[];
  readonly session_affinity: false;
  readonly escalation_keywords: readonly string[];
  readonly route_housekeeping_to_cheapest_tier: false;
  readonly enable_context_window_escalation: false;
}

/** Settings of an export that LiteLLM carries out and no router knows. */
export interface LitellmSettings {
  /** USD a UTC day for each provider; 0: no limit. */
  readonly budget_usd_per_day: number;
  readonly tags: boolean;
}
