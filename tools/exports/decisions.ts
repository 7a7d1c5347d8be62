import type { RouterConfig } from '../../src/router/config.js';
import { createRouter } from '../../src/router/create-router.js';
import { proseTexts } from '../../src/router/golden/prose.js';
import { type GoldenDecision, goldenDecisions } from '../../src/router/golden.js';
import { kindRows, topicRows } from '../../test/support/a-training.js';

/** The golden probes of a router, more prose, and texts like those it learned from: over a thousand. */
export function decisionsOf(config: RouterConfig): readonly GoldenDecision[] {
  const router = createRouter(config);
  const texts = [
    ...proseTexts(360).slice(120),
    ...topicRows(400)
      .slice(240)
      .map(([text]) => String(text)),
    ...kindRows(400)
      .slice(240)
      .map(([text]) => text),
  ];
  const more = texts.map((text) => {
    const request = { messages: [{ role: 'user' as const, content: text }] };
    return { request, route: router.route(request) };
  });
  return [...goldenDecisions(router), ...more];
}
