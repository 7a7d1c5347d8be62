import { z } from 'zod';
import type { RouterConfig, RouterModel } from '../router/config.js';
import { askedAlike, modelOf } from './dispatch/asked.js';
import { type Dispatcher, dispatched } from './dispatch/dispatch.js';
import { chainOnly } from './dispatch/execution-lost.js';
import { type BifrostConfig, bifrostChains, bifrostName } from './emulator/bifrost.js';
import { baseVariable, keyVariable, providersOf } from './environment/variables.js';
import type { NamedRoutes } from './portkey/routes.js';
import type { ExportTarget } from './target.js';

/** Providers that Bifrost asks without being told where. */
const KNOWN: readonly string[] = ['openai', 'anthropic', 'google', 'mistral', 'groq', 'openrouter'];

/** Rules look at a header: the text of a request is closed to them. */
function bifrostConfig(config: RouterConfig, routes: NamedRoutes): BifrostConfig {
  return {
    providers: Object.fromEntries(providersOf(config.models).map((provider) => [bifrostName(provider), providerEntry(provider)])),
    governance: {
      routing_rules: Object.entries(routes).map(([name, chain], priority) => {
        const [first, ...others] = chain.map((id) => modelOf(config, id)) as [RouterModel, ...RouterModel[]];
        return {
          id: `routelab-${name}`,
          name,
          enabled: true,
          cel_expression: `headers["x-routelab-route"] == "${name}"`,
          targets: [{ provider: bifrostName(first.provider), model: first.name, weight: 1 }],
          fallbacks: others.map(({ provider, name: model }) => `${bifrostName(provider)}/${model}`),
          scope: 'global',
          priority,
        };
      }),
    },
  };
}

function providerEntry(provider: string): BifrostConfig['providers'][string] {
  const keys = [{ name: provider, value: `env.${keyVariable(provider)}`, models: ['*'], weight: 1 }];
  if (KNOWN.includes(provider)) return { keys };
  return {
    keys,
    network_config: { base_url: `\${${baseVariable(provider)}}` },
    custom_provider_config: { base_provider_type: 'openai' },
  };
}

const dispatcher: Dispatcher = {
  files: (config, routes) => [{ path: 'config.json', text: `${JSON.stringify(bifrostConfig(config, routes), null, 1)}\n` }],
  chainsIn: bifrostChains,
  refused: ({ models }) => askedAlike(models),
  lost: chainOnly,
  environment: ({ models }) =>
    providersOf(models).flatMap((provider) => [
      keyVariable(provider),
      ...(KNOWN.includes(provider) ? [] : [baseVariable(provider)]),
    ]),
};

/** config.json of the Bifrost gateway: a rule for every route, by a header. */
export const bifrost: ExportTarget = {
  name: 'bifrost',
  title: 'config.json for the Bifrost gateway',
  version: 'bifrost 1.6',
  conformance: 'emulated',
  next: "envsubst '$<PROVIDER>_BASE_URL' < config.json; import { routeName } from './route.mjs' and send its name in the header x-routelab-route",
  options: z.strictObject({}),
  export: (input) => dispatched(input, dispatcher),
};
