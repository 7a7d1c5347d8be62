import type { Json } from '../../domain/json.js';

/** A resource of Kubernetes. */
export interface EnvoyResource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string };
  readonly spec: EnvoyRouteSpec | EnvoyRetrySpec | Readonly<Record<string, unknown>>;
}

export interface EnvoyRouteSpec {
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

export interface EnvoyRetrySpec {
  readonly targetRefs: readonly { readonly group: string; readonly kind: string; readonly name: string }[];
  readonly retry: { readonly numRetries: number; readonly numAttemptsPerPriority: number; readonly [setting: string]: Json };
}
