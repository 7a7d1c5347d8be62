import { parse } from 'yaml';
import { idsByName } from '../dispatch/asked.js';
import { textOf } from '../dispatch/dispatch.js';
import { keyVariable } from '../environment/variables.js';
import type { ExportFile } from '../target.js';

/** kong.yaml as far as we write and read it. */
export interface KongConfig {
  readonly _format_version: '3.0';
  readonly services: readonly { readonly name: string; readonly url: string; readonly routes: readonly KongRoute[] }[];
}

export interface KongRoute {
  readonly name: string;
  readonly paths: readonly string[];
  readonly headers: Readonly<Record<string, readonly string[]>>;
  readonly plugins: readonly { readonly name: 'ai-proxy-advanced'; readonly config: KongProxy }[];
}

interface KongProxy {
  readonly balancer: { readonly algorithm: 'priority'; readonly retries: number; readonly failover_criteria: readonly string[] };
  readonly targets: readonly KongTarget[];
}

interface KongTarget {
  readonly route_type: 'llm/v1/chat';
  readonly weight: number;
  readonly auth: { readonly header_name: string; readonly header_value: string };
  readonly model: { readonly provider: 'openai'; readonly name: string; readonly options: { readonly upstream_url: string } };
}

/** Whom Kong asks by the route's header when every call fails: targets by weight downwards, as often as it may try again. */
export function kongChains(files: readonly ExportFile[]): (name: string) => readonly string[] {
  const { services } = parse(textOf(files, 'kong.yaml')) as KongConfig;
  const idsOf = idsByName(files, ({ provider, name }) => `${name}\nBearer \${{ env "DECK_${keyVariable(provider)}" }}`);
  return (name) => {
    const route = services.flatMap(({ routes }) => routes).find(({ headers }) => headers['x-routelab-route']?.includes(name));
    const proxy = route?.plugins[0]?.config;
    if (proxy === undefined) return [];
    const tried = proxy.targets.toSorted((a, b) => b.weight - a.weight).slice(0, proxy.balancer.retries + 1);
    return tried.flatMap(({ model, auth }) => idsOf(`${model.name}\n${auth.header_value}`));
  };
}
