import type { RouterConfig, RouterModel } from '../../router/config.js';
import { baseVariables, KNOWN_BASES } from '../environment/known-providers.js';
import { baseVariable, keyVariable, providersOf } from '../environment/variables.js';
import type { Decision, ProviderModel, SemanticRouterConfig } from './config.js';

/** A whole config around what decides. */
export function configOf(
  { models }: RouterConfig,
  routing: Pick<SemanticRouterConfig['routing'], 'signals'> & { readonly decisions: readonly Decision[] },
): SemanticRouterConfig {
  return {
    version: 'v0.3',
    listeners: [{ name: 'http-8899', address: '127.0.0.1', port: 8899, timeout: '300s' }],
    providers: { models: models.map(providerModel) },
    routing: { strategy: 'priority', modelCards: models.map(({ id }) => ({ name: id })), ...routing },
  };
}

/** Every provider is asked in OpenAI's form. */
function providerModel({ id, provider, name, price = {} }: RouterModel): ProviderModel {
  const { inputUsdPerMTok: input, outputUsdPerMTok: output } = price;
  const pricing = {
    currency: 'USD' as const,
    ...(input === undefined ? {} : { prompt_per_1m: input }),
    ...(output === undefined ? {} : { completion_per_1m: output }),
  };
  return {
    name: id,
    provider_model_id: name,
    api_format: 'openai',
    ...(input === undefined && output === undefined ? {} : { pricing }),
    backend_refs: [
      {
        name: 'primary',
        provider: 'openai',
        base_url: KNOWN_BASES[provider] ?? `\${${baseVariable(provider)}}`,
        api_key_env: keyVariable(provider),
        weight: 100,
      },
    ],
  };
}

/** The variables that a config names. */
export function semanticRouterEnvironment({ models }: RouterConfig): string[] {
  return providersOf(models).flatMap((provider) => [keyVariable(provider), ...baseVariables(provider)]);
}
