import { z } from 'zod';
import type { RouterConfig, RouterModel } from '../router/config.js';
import { askedAlike, modelOf } from './dispatch/asked.js';
import { type Dispatcher, dispatched } from './dispatch/dispatch.js';
import { chainOnly } from './dispatch/execution-lost.js';
import { tensorzeroChains } from './emulator/tensorzero.js';
import { baseVariable, keyVariable, providersOf } from './environment/variables.js';
import type { Chain } from './portkey/routes.js';
import type { ExportTarget } from './target.js';

/** Providers that TensorZero has a type for; others are asked in OpenAI's form. */
const TYPES: Readonly<Record<string, string>> = {
  openai: 'openai',
  anthropic: 'anthropic',
  google: 'google_ai_studio_gemini',
  mistral: 'mistral',
  groq: 'groq',
  deepseek: 'deepseek',
  openrouter: 'openrouter',
};

/** A text in TOML: what JSON calls a string is a basic string there. */
const quoted = (text: string): string => JSON.stringify(text);

/** A route as a model, whose providers are asked one after another. */
function routeText(config: RouterConfig, name: string, chain: Chain): string {
  const head = `[models.${quoted(name)}]\nrouting = [${chain.map(quoted).join(', ')}]\n`;
  return [head, ...chain.map((id) => providerText(name, modelOf(config, id)))].join('\n');
}

function providerText(route: string, { id, provider, name }: RouterModel): string {
  const type = TYPES[provider];
  const lines = [
    `[models.${quoted(route)}.providers.${quoted(id)}]`,
    `type = ${quoted(type ?? 'openai')}`,
    `model_name = ${quoted(name)}`,
    ...(type === undefined ? [`api_base = "\${${baseVariable(provider)}}"`] : []),
    `api_key_location = ${quoted(`env::${keyVariable(provider)}`)}`,
  ];
  return `${lines.join('\n')}\n`;
}

const dispatcher: Dispatcher = {
  files(config, routes) {
    const text = Object.entries(routes).map(([name, chain]) => routeText(config, name, chain));
    return [{ path: 'tensorzero.toml', text: text.join('\n') }];
  },
  chainsIn: tensorzeroChains,
  refused: ({ models }) => askedAlike(models),
  lost: chainOnly,
  environment: ({ models }) =>
    providersOf(models).flatMap((provider) => [
      keyVariable(provider),
      ...(TYPES[provider] === undefined ? [baseVariable(provider)] : []),
    ]),
};

/** tensorzero.toml with a model for every route. */
export const tensorzero: ExportTarget = {
  name: 'tensorzero',
  title: 'tensorzero.toml for the TensorZero gateway',
  version: 'tensorzero 2026.4',
  conformance: 'emulated',
  next: "envsubst '$<PROVIDER>_BASE_URL' < tensorzero.toml; import { routeName } from './route.mjs' and send tensorzero::model_name:: with its name as model",
  options: z.strictObject({}),
  export: (input) => dispatched(input, dispatcher),
};
