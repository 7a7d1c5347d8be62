import type { RouterConfig } from '../../router/config.js';
import { HINT, type SemanticRouterConfig } from './config.js';
import { writtenDecisions } from './decision-list.js';
import { configOf } from './models.js';
import { newSignals } from './signals.js';

/** A decision for every model, by the caller's hint; without one nothing holds, and nobody is asked. */
export function hintedConfig(config: RouterConfig): SemanticRouterConfig {
  const signals = newSignals();
  const listed = config.models.map(({ id }, index) => ({
    name: `model-${index + 1}`,
    when: signals.sent(HINT, { equals: id }),
    chain: [id],
  }));
  return configOf(config, { signals: { metadata: signals.metadata }, decisions: writtenDecisions(listed) });
}
