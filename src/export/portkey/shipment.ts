import type { RouterConfig, RulesStage } from '../../router/config.js';
import { checksOf } from './guardrail.js';
import { type Chain, namedRoutes } from './routes.js';
import { chainTarget, DENIED, type PortkeyTarget } from './upstream.js';

/** A gateway config with the routes it knows by name, or why there is none. */
export type Shipped =
  | { readonly config: PortkeyTarget; readonly routes: Readonly<Record<string, Chain>> }
  | { readonly refused: readonly string[] };

/** Policies whose state needs to see what calls come to, and the one that needs answers. */
const BEYOND: Readonly<Record<string, string>> = {
  cascade: 'a cascade: the gateway’s fallback is for errors, not for answers that are not good enough',
  pace: 'pace: the gateway tells nobody what a call cost',
  explore: 'explore: the gateway takes no ratings',
  stick: 'stick: the gateway tells nobody who answered a session',
};

export function beyondGateways({ pipeline }: RouterConfig): string[] {
  return pipeline.flatMap(({ kind }) => BEYOND[kind] ?? []);
}

/** conditional: the caller says the route, as our runtime gives it. A request without one is an error, never a guess. */
export function conditionalConfig(config: RouterConfig): Shipped {
  const named = namedRoutes(config);
  if (typeof named === 'string') return { refused: [named] };
  const names = Object.keys(named);
  return {
    routes: named,
    config: {
      strategy: {
        mode: 'conditional',
        // biome-ignore lint/suspicious/noThenProperty: the gateway's own word
        conditions: names.map((name) => ({ query: { 'metadata.route': { $eq: name } }, then: name })),
      },
      targets: names.map((name) => chainTarget(name, named[name] as Chain, config)),
    },
  };
}

/** webhook: the gateway asks our runtime for each route in turn whether it is the one. One that doesn't answer turns everything away. */
export function webhookConfig(config: RouterConfig): Shipped {
  const named = namedRoutes(config);
  if (typeof named === 'string') return { refused: [named] };
  const asking = (name: string) => [
    { 'default.webhook': { webhookURL: `\${ROUTELAB_WEBHOOK_URL}?route=${name}`, failOnError: true }, deny: true },
  ];
  return {
    routes: named,
    config: {
      strategy: { mode: 'fallback', on_status_codes: [DENIED] },
      targets: Object.entries(named).map(([name, chain]) => chainTarget(name, chain, config, asking(name))),
    },
  };
}

/** guardrail: the gateway decides itself, by the first target whose checks all pass. */
export function guardrailConfig(config: RouterConfig): Shipped {
  const refused = notRules(config);
  if (refused.length > 0) return { refused };
  const stage = config.pipeline[0] as RulesStage;
  const targets: PortkeyTarget[] = [];
  let open = false;
  const chainOf = (first: string): Chain => [first, ...config.fallback.filter((id) => id !== first)];
  for (const [index, { when, use }] of stage.rules.entries()) {
    const checks = when === undefined ? [] : checksOf(when, config.input);
    if (typeof checks === 'string') return { refused: [`rule ${index + 1}: ${checks}`] };
    const guard = checks.map((check) => ({ ...check, deny: true }));
    targets.push(chainTarget(`rule ${index + 1}`, chainOf(use), config, guard.length === 0 ? undefined : guard));
    open = guard.length === 0;
    if (open) break;
  }
  const [first] = config.fallback;
  if (!open && first !== undefined) targets.push(chainTarget('fallback', config.fallback, config));
  return { routes: {}, config: { strategy: { mode: 'fallback', on_status_codes: [DENIED] }, targets } };
}

function notRules({ pipeline, input }: RouterConfig): string[] {
  const other = pipeline
    .filter(({ kind }) => kind !== 'rules')
    .map(({ kind }) => `${kind}: its checks know rules on the text alone`);
  return [
    ...other,
    ...(pipeline.length > 1 && other.length === 0 ? ['several rules policies'] : []),
    ...(input.text === 'last_user' ? [] : [`input.text ${input.text}: its checks see the last message`]),
  ];
}
