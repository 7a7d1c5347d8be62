import type { RouterConfig, RouterModel } from '../../router/config.js';
import { baseVariable, keyVariable, providersOf } from '../environment/variables.js';
import type { Deployment, LitellmConfig, LitellmParams, LitellmSettings } from './config.js';

/** Providers that LiteLLM asks by a prefix of its own; others are asked in OpenAI's form where the environment says. */
const NATIVE: Readonly<Record<string, string>> = {
  openai: 'openai',
  anthropic: 'anthropic',
  google: 'gemini',
  mistral: 'mistral',
  groq: 'groq',
  deepseek: 'deepseek',
  openrouter: 'openrouter',
};

const TOKENS_PER_MTOK = 1_000_000;

/** Twelve digits of a price: what division adds behind them is noise. */
const perToken = (usdPerMTok: number): number => Number((usdPerMTok / TOKENS_PER_MTOK).toPrecision(12));

/** What LiteLLM calls a provider; its budgets go by this name. */
const litellmName = (provider: string): string => NATIVE[provider] ?? 'openai';

/** A model by a name of its own, without fallbacks. */
export function deploymentOf(
  name: string,
  { provider, name: known, price = {}, tags = [] }: RouterModel,
  tagged: boolean,
): Deployment {
  const { inputUsdPerMTok: input, outputUsdPerMTok: output } = price;
  const params: LitellmParams = {
    model: `${litellmName(provider)}/${known}`,
    ...(NATIVE[provider] === undefined ? { api_base: `os.environ/${baseVariable(provider)}` } : {}),
    api_key: `os.environ/${keyVariable(provider)}`,
    ...(input === undefined ? {} : { input_cost_per_token: perToken(input) }),
    ...(output === undefined ? {} : { output_cost_per_token: perToken(output) }),
    ...(tagged && tags.length > 0 ? { tags } : {}),
  };
  return { model_name: name, litellm_params: params, model_info: { id: name } };
}

/**
 * Settings of LiteLLM's router for chains by name. What stands behind a fallback has none of its own, so that a chain is gone through in
 * its order; a model is asked again at the next request, whatever became of this one.
 */
export function routerSettings(
  { models, execution = {} }: RouterConfig,
  chains: Readonly<Record<string, readonly string[]>>,
  { budget_usd_per_day: budget, tags }: LitellmSettings,
): LitellmConfig['router_settings'] {
  const fallbacks = Object.entries(chains).flatMap(([name, others]) => (others.length === 0 ? [] : [{ [name]: others }]));
  const limit = { budget_limit: budget, time_period: '1d' };
  return {
    num_retries: execution.retries?.most ?? 0,
    ...(execution.timeoutMs === undefined ? {} : { timeout: execution.timeoutMs / 1000 }),
    max_fallbacks: Math.max(1, models.length),
    disable_cooldowns: true,
    ...(tags ? { enable_tag_filtering: true } : {}),
    fallbacks,
    ...(budget === 0
      ? {}
      : { provider_budget_config: Object.fromEntries(providersOf(models).map((one) => [litellmName(one), limit])) }),
  };
}

/** The variables that deployments name. */
export function litellmEnvironment({ models }: RouterConfig): string[] {
  return providersOf(models).flatMap((provider) => [
    keyVariable(provider),
    ...(NATIVE[provider] === undefined ? [baseVariable(provider)] : []),
  ]);
}

/** What of a router's execution LiteLLM has no words for. */
export function litellmLost({ execution = {} }: RouterConfig): string[] {
  return [
    ...(execution.hedge === undefined ? [] : ['execution.hedge: the proxy makes no second call beside a slow one']),
    ...(execution.breaker === undefined ? [] : ['execution.breaker: the proxy’s cooldowns count differently, and are off']),
    ...(execution.mostInFlight === undefined ? [] : ['execution.most_in_flight: the proxy’s limits are by model']),
    ...(execution.fallbacks === undefined ? [] : ['execution.fallbacks: the proxy tries the whole chain']),
    ...(execution.retries === undefined ? [] : ['execution.retries: the proxy waits as it sees fit']),
  ];
}
