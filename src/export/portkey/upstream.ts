import type { Json } from '../../domain/json.js';
import type { RouterConfig, RouterModel } from '../../router/config.js';
import { baseVariable, keyVariable, providersOf } from '../environment/variables.js';
import type { Chain } from './routes.js';

/** A target of a gateway config: a model, or several under a strategy of their own. */
export interface PortkeyTarget {
  readonly name?: string;
  readonly strategy?: PortkeyStrategy;
  readonly targets?: readonly PortkeyTarget[];
  readonly input_guardrails?: readonly Readonly<Record<string, Json>>[];
  readonly [setting: string]: unknown;
}

export interface PortkeyStrategy {
  readonly mode: 'conditional' | 'fallback';
  readonly conditions?: readonly { readonly query: Readonly<Record<string, { readonly $eq: string }>>; readonly then: string }[];
  readonly on_status_codes?: readonly number[];
}

/** What a guardrail answers with that turns a request away. */
export const DENIED = 446;

/** Every error but a guardrail's: these move along the fallback chain. */
export const ERRORS = [...span(400, 445), ...span(447, 599)];

function span(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, index) => from + index);
}

/** Providers the gateway knows by a name of its own; others are asked in OpenAI's form where the environment says. */
const NATIVE: Readonly<Record<string, string>> = {
  openai: 'openai',
  anthropic: 'anthropic',
  google: 'google',
  mistral: 'mistral-ai',
  groq: 'groq',
  deepseek: 'deepseek',
  openrouter: 'openrouter',
};

/** Longest and most that the gateway takes. */
const MOST_RETRIES = 5;

/** The variables that a config's targets name. */
export function portkeyEnvironment({ models }: RouterConfig): string[] {
  return providersOf(models).flatMap((provider) => [
    keyVariable(provider),
    ...(NATIVE[provider] === undefined ? [baseVariable(provider)] : []),
  ]);
}

/** What of a router's execution the gateway has no words for. */
export function executionLost({ execution = {} }: RouterConfig): string[] {
  return [
    ...(execution.hedge === undefined ? [] : ['execution.hedge: the gateway makes no second call beside a slow one']),
    ...(execution.breaker === undefined ? [] : ['execution.breaker: the gateway has none']),
    ...(execution.mostInFlight === undefined ? [] : ['execution.most_in_flight: the gateway turns nobody away']),
    ...(execution.fallbacks === undefined ? [] : ['execution.fallbacks: the gateway tries the whole chain']),
    ...(execution.retries === undefined ? [] : ['execution.retries: the gateway waits as it sees fit']),
  ];
}

/** A chain of models: the first, then on an error the next. `guard` stands before the first alone: once it passed, the chain is open. */
export function chainTarget(
  name: string,
  chain: Chain,
  config: RouterConfig,
  guard?: PortkeyTarget['input_guardrails'],
): PortkeyTarget {
  const [first, ...others] = chain.map((id) => upstream(config, id));
  const guarded = { ...first, ...(guard === undefined ? {} : { input_guardrails: guard }) };
  return { name, strategy: { mode: 'fallback', on_status_codes: ERRORS }, targets: [guarded, ...others] };
}

function upstream({ models, execution = {} }: RouterConfig, id: string): PortkeyTarget {
  const model = models.find((one) => one.id === id) as RouterModel;
  const native = NATIVE[model.provider];
  return {
    name: id,
    provider: native ?? 'openai',
    api_key: `\${${keyVariable(model.provider)}}`,
    ...(native === undefined ? { custom_host: `\${${baseVariable(model.provider)}}` } : {}),
    override_params: { model: model.name },
    ...(execution.timeoutMs === undefined ? {} : { request_timeout: execution.timeoutMs }),
    ...(execution.retries === undefined ? {} : { retry: { attempts: Math.min(execution.retries.most, MOST_RETRIES) } }),
  };
}
