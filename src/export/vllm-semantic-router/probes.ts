import type { GoldenDecision } from '../../router/golden.js';
import type { Emulator } from '../emulator/emulator.js';

/** `probes.yaml`, which the gateway's own tools put to `/api/v1/eval`. */
export interface Probes {
  readonly name: string;
  readonly description: string;
  readonly routing_assets: { readonly yaml: string };
  readonly router_eval_endpoint: string;
  readonly acceptance: { readonly min_probe_pass_rate: number; readonly min_decision_pass_rate: number };
  readonly decisions: readonly ProbedDecision[];
}

interface ProbedDecision {
  readonly id: string;
  readonly expected_decision: string;
  readonly expected_alias: string;
  readonly objective: string;
  readonly variants: readonly { readonly id: string; readonly query: string }[];
}

/** Longer ones say no more. */
const MOST_CHARACTERS = 4000;

/** The decision a request gets, read from the exported file. */
export type DecisionOf = (request: GoldenDecision['request']) => { readonly name: string; readonly model: string } | null;

/**
 * Golden prompts by the decision they must get: those of one question and nothing else, since a probe has no more, and on which the
 * file, as we read it, asks whom the router asks.
 */
export function probesOf(name: string, golden: readonly GoldenDecision[], emulator: Emulator, decisionOf: DecisionOf): Probes {
  const decisions = new Map<string, { readonly model: string; readonly queries: Set<string> }>();
  for (const { request, route } of golden) {
    const query = questionOf(request);
    const decision = query === null ? null : decisionOf(request);
    if (query === null || decision === null || emulator(request, route).models[0] !== route.models[0]) continue;
    const known = decisions.get(decision.name) ?? { model: decision.model, queries: new Set<string>() };
    decisions.set(decision.name, known);
    known.queries.add(query);
  }
  return {
    name,
    description: `Prompts at the edges of what ${name} tells apart, and whom it asks.`,
    routing_assets: { yaml: 'config.yaml' },
    router_eval_endpoint: '/api/v1/eval',
    acceptance: { min_probe_pass_rate: 100, min_decision_pass_rate: 100 },
    decisions: [...decisions].map(([id, { model, queries }]) => ({
      id,
      expected_decision: id,
      expected_alias: model,
      objective: `asks ${model} first`,
      variants: [...queries].map((query, index) => ({ id: `${id}-probe-${index + 1}`, query })),
    })),
  };
}

/** A text that a file in UTF-8 can hold and that is not blank. */
function questionOf({ messages, signals }: GoldenDecision['request']): string | null {
  const [only, ...more] = messages;
  if (only?.role !== 'user' || more.length > 0 || signals !== undefined || typeof only.content !== 'string') return null;
  const { content } = only;
  const whole = content.trim() !== '' && content.length <= MOST_CHARACTERS && !/\p{Surrogate}/u.test(content);
  return whole ? content : null;
}
