import { describe, expect, it } from 'vitest';
import { portkey } from '../../src/export/portkey.js';
import type { RouterConfig } from '../../src/router/config.js';
import { aRouter } from '../support/a-router.js';
import { shipmentOf } from '../support/an-export.js';
import { routerOf } from '../support/every-router.js';

describe('a Portkey config is refused', () => {
  const refusal = (config: RouterConfig, options: object) =>
    portkey.export(shipmentOf(config), portkey.options.parse(options) as never);

  it.each([
    ['cascade', 'conditional', 'fallback is for errors', 'ai-sdk'],
    ['pace', 'conditional', 'what a call cost', 'ai-sdk'],
    ['explore', 'webhook', 'ratings', 'ai-sdk'],
    ['ridge', 'guardrail', 'predict: its checks know rules on the text alone', 'portkey'],
    ['signals', 'guardrail', 'rule 1: a condition on signals.tier', 'portkey'],
  ])('for %s in mode %s: %s', (kind, mode, why, nearest) => {
    expect(refusal(routerOf(kind), { mode })).toMatchObject({
      fidelity: 'refused',
      unsupported: [expect.stringContaining(why)],
      nearest: { target: nearest },
    });
  });

  it('for a filter whose models are known only when a request comes', () => {
    const kept = aRouter(
      ['a', 'b'],
      [
        { kind: 'filter', keep: { 'model.tags': 'x' } as never },
        { kind: 'rules', rules: [{ use: 'a' }] },
      ],
    );
    expect(refusal(kept, {})).toMatchObject({ unsupported: [expect.stringContaining('filter by keep')] });
  });
});

// Output guardrails, which see an answer, are skipped for streams: a cascade by them would ask its first model alone.
it.each(['conditional', 'webhook', 'guardrail'])('no cascade is written as guardrails on answers: mode %s', (mode) => {
  for (const kind of ['cascade', 'predict-cascade'])
    expect(portkey.export(shipmentOf(routerOf(kind)), portkey.options.parse({ mode }) as never)).toMatchObject({
      fidelity: 'refused',
      unsupported: [expect.stringContaining('not for answers that are not good enough')],
      nearest: { target: 'ai-sdk' },
    });
});
