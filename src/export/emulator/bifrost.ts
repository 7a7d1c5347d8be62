import { idsByName } from '../dispatch/asked.js';
import { textOf } from '../dispatch/dispatch.js';
import type { ExportFile } from '../target.js';

/** The part of Bifrost's `config.json` that we write and read. */
export interface BifrostConfig {
  readonly providers: Readonly<Record<string, BifrostProvider>>;
  readonly governance: { readonly routing_rules: readonly BifrostRule[] };
}

export interface BifrostProvider {
  readonly keys: readonly {
    readonly name: string;
    readonly value: string;
    readonly models: readonly string[];
    readonly weight: number;
  }[];
  readonly network_config?: { readonly base_url: string };
  readonly custom_provider_config?: { readonly base_provider_type: string };
}

export interface BifrostRule {
  readonly id: string;
  readonly name: string;
  readonly enabled: boolean;
  readonly cel_expression: string;
  readonly targets: readonly { readonly provider: string; readonly model: string; readonly weight: number }[];
  /** `<provider>/<model>` */
  readonly fallbacks: readonly string[];
  readonly scope: string;
  /** The lowest is looked at first. */
  readonly priority: number;
}

/** What Bifrost calls a provider. */
export function bifrostName(provider: string): string {
  return provider === 'google' ? 'gemini' : provider;
}

/** Whom Bifrost asks by the route's header when every call fails: the first rule that holds, its target, then its fallbacks. */
export function bifrostChains(files: readonly ExportFile[]): (name: string) => readonly string[] {
  const { governance } = JSON.parse(textOf(files, 'config.json')) as BifrostConfig;
  const rules = governance.routing_rules.filter(({ enabled }) => enabled).toSorted((a, b) => a.priority - b.priority);
  const idsOf = idsByName(files, ({ provider, name }) => `${bifrostName(provider)}/${name}`);
  return (name) => {
    const rule = rules.find(({ cel_expression: held }) => held === `headers["x-routelab-route"] == ${JSON.stringify(name)}`);
    if (rule === undefined) return [];
    return [...rule.targets.map(({ provider, model }) => `${provider}/${model}`), ...rule.fallbacks].flatMap(idsOf);
  };
}
