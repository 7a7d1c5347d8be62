import { parseAllDocuments } from 'yaml';
import { idsByName } from '../dispatch/asked.js';
import { textOf } from '../dispatch/dispatch.js';
import type { EnvoyBackendRef, EnvoyResource, EnvoyRetrySpec, EnvoyRouteSpec } from '../envoy/resource.js';
import { resourceName } from '../envoy/resources.js';
import type { ExportFile } from '../target.js';

/**
 * Whom Envoy asks for a model's name when every call fails: backends by priority, one more for each time that the request may be
 * sent again; after the last it would begin with the first.
 */
export function envoyChains(files: readonly ExportFile[]): (name: string) => readonly string[] {
  const resources = parseAllDocuments(textOf(files, 'envoy-ai-gateway.yaml')).map((one) => one.toJS() as EnvoyResource);
  const idsOf = idsByName(files, ({ provider, name }) => `${resourceName(provider)}\n${name}`);
  const retries = (route: string): number => {
    const policy = resources.find(
      ({ kind, spec }) => kind === 'BackendTrafficPolicy' && (spec as EnvoyRetrySpec).targetRefs[0]?.name === route,
    );
    return policy === undefined ? 0 : (policy.spec as EnvoyRetrySpec).retry.numRetries;
  };
  return (name) => {
    for (const { kind, metadata, spec } of resources) {
      if (kind !== 'AIGatewayRoute') continue;
      const rule = (spec as EnvoyRouteSpec).rules.find(({ matches }) =>
        matches.some(({ headers }) => headers.every(({ value }) => value === name)),
      );
      if (rule === undefined) continue;
      const refs = rule.backendRefs.toSorted((a, b) => a.priority - b.priority);
      const tried = Array.from({ length: retries(metadata.name) + 1 }, (_, at) => refs[at % refs.length] as EnvoyBackendRef);
      return tried.flatMap((ref) => idsOf(`${ref.name}\n${ref.modelNameOverride}`));
    }
    return [];
  };
}
