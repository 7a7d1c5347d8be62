import type { RouterConfig, RouterModel } from '../../router/config.js';
import { modelOf } from '../dispatch/asked.js';
import { KNOWN_BASES } from '../environment/known-providers.js';
import { hostVariable, providersOf } from '../environment/variables.js';
import type { NamedRoutes } from '../portkey/routes.js';
import type { EnvoyBackendRef, EnvoyResource } from './resource.js';

const GATEWAY_API = 'gateway.networking.k8s.io';
const ENVOY = 'gateway.envoyproxy.io';
const AI = 'aigateway.envoyproxy.io';

/** As long as a model may think where the strategy doesn't say; Envoy would give up after 15 s. */
const PATIENT_MS = 600_000;

/** Errors of HTTP that the next of a chain is asked on, beside connections that fail. */
const ERRORS = [
  ...[400, 401, 402, 403, 404, 405, 406, 408, 409, 410, 411, 412, 413, 415, 422, 424, 425, 426, 429, 451],
  ...[500, 501, 502, 503, 504, 507, 508, 520, 521, 522, 523, 524, 529, 530],
];

/** What Kubernetes calls a provider's resources. */
export function resourceName(provider: string): string {
  return `routelab-${provider.toLowerCase().replace(/[^a-z0-9]+/g, '-')}`;
}

/** Routes with their names, by how many models they have. */
export function routesByLength(routes: NamedRoutes): ReadonlyMap<number, readonly NamedChain[]> {
  const found = new Map<number, NamedChain[]>();
  for (const route of Object.entries(routes)) {
    const { length } = route[1];
    found.set(length, [...(found.get(length) ?? []), route]);
  }
  return found;
}

type NamedChain = readonly [name: string, chain: readonly string[]];

/**
 * Routes of one length of chain are one AIGatewayRoute: how often a request is sent again is set for all of it, and once every
 * priority was tried Envoy would begin anew.
 */
export function envoyResources(config: RouterConfig, routes: NamedRoutes, gateway: string): readonly EnvoyResource[] {
  return [
    ...[...routesByLength(routes)].flatMap(([length, named]) => {
      const name = `routelab-${length}`;
      return [routeOf(config, name, gateway, named), ...(length > 1 ? [retriesOf(config, name, length)] : [])];
    }),
    ...providersOf(config.models).flatMap(providerResources),
  ];
}

function routeOf(config: RouterConfig, name: string, gateway: string, named: readonly NamedChain[]): EnvoyResource {
  const timeout = `${config.execution?.timeoutMs ?? PATIENT_MS}ms`;
  return {
    apiVersion: `${AI}/v1beta1`,
    kind: 'AIGatewayRoute',
    metadata: { name },
    spec: {
      parentRefs: [{ name: gateway, kind: 'Gateway', group: GATEWAY_API }],
      rules: named.map(([route, chain]) => ({
        matches: [{ headers: [{ type: 'Exact', name: 'x-ai-eg-model', value: route }] }],
        backendRefs: chain.map((id, priority) => backendRef(modelOf(config, id), priority)),
        timeouts: { request: timeout },
      })),
    },
  };
}

function backendRef({ provider, name }: RouterModel, priority: number): EnvoyBackendRef {
  return { name: resourceName(provider), priority, modelNameOverride: name };
}

function retriesOf({ execution }: RouterConfig, name: string, length: number): EnvoyResource {
  return {
    apiVersion: `${ENVOY}/v1alpha1`,
    kind: 'BackendTrafficPolicy',
    metadata: { name },
    spec: {
      targetRefs: [{ group: GATEWAY_API, kind: 'HTTPRoute', name }],
      retry: {
        numRetries: length - 1,
        numAttemptsPerPriority: 1,
        perRetry: { timeout: `${execution?.timeoutMs ?? PATIENT_MS}ms` },
        retryOn: { httpStatusCodes: ERRORS, triggers: ['connect-failure', 'reset', 'retriable-status-codes'] },
      },
    },
  };
}

/** Where a provider is, and the Secret that has its key as `apiKey`: that one is made by whoever knows it. */
function providerResources(provider: string): EnvoyResource[] {
  const name = resourceName(provider);
  const known = KNOWN_BASES[provider];
  const { hostname, pathname } = new URL(known ?? 'https://host/v1');
  const host = known === undefined ? `\${${hostVariable(provider)}}` : hostname;
  return [
    {
      apiVersion: `${AI}/v1beta1`,
      kind: 'AIServiceBackend',
      metadata: { name },
      spec: { schema: { name: 'OpenAI', version: pathname.slice(1) }, backendRef: { name, kind: 'Backend', group: ENVOY } },
    },
    {
      apiVersion: `${AI}/v1beta1`,
      kind: 'BackendSecurityPolicy',
      metadata: { name },
      spec: {
        targetRefs: [{ group: AI, kind: 'AIServiceBackend', name }],
        type: 'APIKey',
        apiKey: { secretRef: { name } },
      },
    },
    {
      apiVersion: `${ENVOY}/v1alpha1`,
      kind: 'Backend',
      metadata: { name },
      spec: { endpoints: [{ fqdn: { hostname: host, port: 443 } }] },
    },
    {
      apiVersion: `${GATEWAY_API}/v1`,
      kind: 'BackendTLSPolicy',
      metadata: { name },
      spec: {
        targetRefs: [{ group: ENVOY, kind: 'Backend', name }],
        validation: { wellKnownCACertificates: 'System', hostname: host },
      },
    },
  ];
}
