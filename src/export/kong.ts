import { stringify } from 'yaml';
import { z } from 'zod';
import type { Json } from '../domain/json.js';
import type { RouterConfig } from '../router/config.js';
import { askedAlike, modelOf } from './dispatch/asked.js';
import { type Dispatcher, dispatched } from './dispatch/dispatch.js';
import { chainOnly } from './dispatch/execution-lost.js';
import { type KongConfig, type KongRoute, kongChains } from './emulator/kong.js';
import { baseVariables, KNOWN_BASES } from './environment/known-providers.js';
import { baseVariable, keyVariable, providersOf } from './environment/variables.js';
import type { Chain, NamedRoutes } from './portkey/routes.js';
import type { ExportTarget } from './target.js';

/** Errors that the plugin can be told to move along on; a POST needs the last to be sent again at all. */
const FAILOVER = [
  'error',
  'timeout',
  'http_403',
  'http_404',
  'http_429',
  'http_500',
  'http_502',
  'http_503',
  'http_504',
  'non_idempotent',
];

/** deck fills in variables of its own prefix alone. */
const deck = (name: string): string => `\${{ env "DECK_${name}" }}`;

function kongConfig(config: RouterConfig, routes: NamedRoutes): KongConfig {
  return {
    _format_version: '3.0',
    services: [
      {
        name: 'routelab',
        // Never asked: the plugin says where.
        url: 'http://localhost:32000',
        routes: Object.entries(routes).map(([name, chain]) => routeOf(config, name, chain)),
      },
    ],
  };
}

/** A route is found by its header, and its targets go by their weight: the greatest is asked first. */
function routeOf(config: RouterConfig, name: string, chain: Chain): KongRoute {
  return {
    name: `routelab-${name}`,
    paths: ['~/v1/chat/completions$'],
    headers: { 'x-routelab-route': [name] },
    plugins: [
      {
        name: 'ai-proxy-advanced',
        config: {
          balancer: { algorithm: 'priority', retries: chain.length - 1, failover_criteria: FAILOVER },
          targets: chain.map((id, place) => {
            const { provider, name: model } = modelOf(config, id);
            const base = KNOWN_BASES[provider] ?? deck(baseVariable(provider));
            return {
              route_type: 'llm/v1/chat',
              weight: chain.length - place,
              auth: { header_name: 'Authorization', header_value: `Bearer ${deck(keyVariable(provider))}` },
              model: { provider: 'openai', name: model, options: { upstream_url: `${base}/chat/completions` } },
            };
          }),
        },
      },
    ],
  };
}

const dispatcher: Dispatcher = {
  files: (config, routes) => [
    {
      path: 'kong.yaml',
      text: stringify(kongConfig(config, routes) as unknown as Json, { lineWidth: 0, aliasDuplicateObjects: false }),
    },
  ],
  chainsIn: kongChains,
  refused: ({ models }) => askedAlike(models),
  lost: (config) => [
    ...(config.fallback.length > 0
      ? ['a fallback on an error other than 403, 404, 429, 500, 502, 503, 504: Kong passes it on']
      : []),
    ...chainOnly(config),
  ],
  environment: ({ models }) =>
    providersOf(models).flatMap((provider) => [keyVariable(provider), ...baseVariables(provider)].map((name) => `DECK_${name}`)),
};

/** kong.yaml for deck: a Kong route for every route of the router, by a header, with ai-proxy-advanced. */
export const kong: ExportTarget = {
  name: 'kong',
  title: 'kong.yaml for Kong’s AI Proxy Advanced',
  version: 'Kong Gateway Enterprise 3.10',
  conformance: 'emulated',
  next: "deck gateway apply kong.yaml; import { routeName } from './route.mjs' and send its name in the header x-routelab-route, without a model",
  options: z.strictObject({}),
  export: (input) => dispatched(input, dispatcher),
};
