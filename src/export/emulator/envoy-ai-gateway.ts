import { parseAllDocuments } from 'yaml';
import type { Json } from '../../domain/json.js';
import { idsByName } from '../dispatch/asked.js';
import { textOf } from '../dispatch/dispatch.js';
import { resourceName } from '../envoy/resources.js';
import type { ExportFile } from '../target.js';

/** A resource of Kubernetes. */
export interface EnvoyResource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: EnvoyRouteSpec | EnvoyRetrySpec | Readonly<Record<string, unknown>>;
}

interface EnvoyRouteSpec {
  readonly parentRefs: readonly Readonly<Record<string, string>>[];
  readonly rules: readonly EnvoyRule[];
}

interface EnvoyRule {
  readonly matches: readonly {
    readonly headers: readonly { readonly type: 'Exact'; readonly name: 'x-ai-eg-model'; readonly value: string }[];
  }[];
  readonly backendRefs: readonly EnvoyBackendRef[];
  readonly timeouts: { readonly request: string };
}

export interface EnvoyBackendRef {
  readonly name: string;
  /** The lowest is asked first. */
  readonly priority: number;
  readonly modelNameOverride: string;
}

interface EnvoyRetrySpec {
  readonly targetRefs: readonly { readonly group: string; readonly kind: string; readonly name: string }[];
  readonly retry: { readonly numRetries: number; readonly numAttemptsPerPriority: number; readonly [setting: string]: Json };
}

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
