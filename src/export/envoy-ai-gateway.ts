import { stringify } from 'yaml';
import { z } from 'zod';
import type { RouterConfig } from '../router/config.js';
import { askedAlike } from './dispatch/asked.js';
import { type Dispatcher, dispatched } from './dispatch/dispatch.js';
import { chainOnly } from './dispatch/execution-lost.js';
import { envoyChains } from './emulator/envoy-ai-gateway.js';
import { KNOWN_BASES } from './environment/known-providers.js';
import { hostVariable, providersOf } from './environment/variables.js';
import { envoyResources, resourceName, routesByLength } from './envoy/resources.js';
import type { NamedRoutes } from './portkey/routes.js';
import type { ExportTarget } from './target.js';

/** Rules that an AIGatewayRoute takes. */
const MOST_RULES = 15;
/** Backends that one of its rules takes. */
const MOST_BACKENDS = 128;

const dispatcher = (gateway: string): Dispatcher => ({
  files: (config, routes) => [
    {
      path: 'envoy-ai-gateway.yaml',
      text: envoyResources(config, routes, gateway)
        .map((resource) => stringify(resource, { lineWidth: 0, aliasDuplicateObjects: false }))
        .join('---\n'),
    },
  ],
  chainsIn: envoyChains,
  refused: refusedBy,
  lost: (config) => chainOnly(config).filter((clause) => !clause.startsWith('execution.timeout')),
  environment: ({ models }) =>
    providersOf(models).flatMap((provider) => (KNOWN_BASES[provider] === undefined ? [hostVariable(provider)] : [])),
});

function refusedBy({ models }: RouterConfig, routes: NamedRoutes): string[] {
  const lengths = [...routesByLength(routes)];
  const providers = providersOf(models);
  return [
    ...askedAlike(models),
    ...lengths.flatMap(([length, { length: rules }]) => [
      ...(rules > MOST_RULES
        ? [
            `${rules} routes of ${length} models: an AIGatewayRoute takes ${MOST_RULES} rules, and how often a request is sent again is set for all of them`,
          ]
        : []),
      ...(length > MOST_BACKENDS ? [`a chain of ${length} models: a rule takes ${MOST_BACKENDS} backends`] : []),
    ]),
    ...providers.flatMap((provider, index) => {
      const other = providers.slice(0, index).find((one) => resourceName(one) === resourceName(provider));
      return other === undefined
        ? []
        : [`providers ${other} and ${provider}: Kubernetes would call both ${resourceName(provider)}`];
    }),
  ];
}

/** Kubernetes resources of the Envoy AI Gateway: a rule for every route, by the model's name. */
export const envoyAiGateway: ExportTarget = {
  name: 'envoy-ai-gateway',
  title: 'Resources of the Envoy AI Gateway',
  version: 'Envoy AI Gateway 1.0, aigateway.envoyproxy.io/v1beta1',
  conformance: 'emulated',
  next: "envsubst '$<PROVIDER>_HOST' < envoy-ai-gateway.yaml | kubectl apply -f -; import { routeName } from './route.mjs' and send its name as model",
  options: z.strictObject({
    gateway: z
      .string()
      .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, 'not a name of Kubernetes')
      .default('routelab')
      .describe('Name of the Gateway that is there already'),
  }),
  export: (input, { gateway }) => dispatched(input, dispatcher(String(gateway))),
};
