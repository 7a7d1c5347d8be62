import { expect, it } from 'vitest';
import { queryTable } from '../../src/domain/query.js';
import type { FeedbackSpec } from '../../src/replay/feedback.js';
import { requestBatch } from '../../src/replay/request-batch.js';
import { walk } from '../../src/replay/walk.js';
import { createRouter } from '../../src/router/create-router.js';
import type { Router } from '../../src/router/router.js';
import { decidersByStretch } from '../../src/simulate/announced.js';
import { simulateDay } from '../../src/simulate/day.js';
import type { Change } from '../../src/simulate/scenario.js';
import { aDay, aRoute, aScenario, poisson } from '../support/a-day.js';
import { fixedRouter } from '../support/a-router.js';
import { tableOf } from '../support/table-of.js';

const GOLD: FeedbackSpec = { from: 'gold', delayQueries: 0, delayMs: 0, noise: 0, rate: 1 };
const AT = [0, 1000, 2100, 3000, 3700, 9000];
const queries = AT.map((_, row) => ({ id: `q${row}`, prompt: `q${row}` }));
const batch = requestBatch(queryTable(queries));
const table = tableOf(
  ['a', 'b'],
  AT.map((_, i) => [
    [{ quality: i / 8, costUsd: 0.001 * (i + 1), latencyMs: i === 1 ? 1950 : 130 }],
    [{ quality: 1, costUsd: 1, latencyMs: 1 }],
  ]),
);

/** A router that writes down all that it is asked and told. */
function spying(): { readonly router: Router; readonly seen: string[] } {
  const seen: string[] = [];
  const plain = createRouter(fixedRouter(['a', 'b'], 'a'));
  const router: Router = {
    ...plain,
    stateful: true,
    initialState: 0,
    decider: (own) => {
      const decide = plain.decider(own);
      return (row, state, clock) => {
        seen.push(`decide q${row} at ${clock?.nowMs} knowing ${state}`);
        return { ...decide(row), memo: { 0: `q${row}` } };
      };
    },
    observe(state, event) {
      const rest = event.kind === 'routed' ? '' : ` ${event.modelId} ${event.costUsd?.toFixed(4)}`;
      seen.push(`${event.kind} ${event.route.memo?.[0]} at ${event.nowMs}${rest} ${event.kind === 'rated' ? event.quality : ''}`);
      return (state as number) + 1;
    },
  };
  return { router, seen };
}

function simulated(feedback: FeedbackSpec, changes: readonly Change[] = []): string[] {
  const { router, seen } = spying();
  const day = aDay(table, aRoute(['a']));
  simulateDay({
    ...day,
    scenario: aScenario({ lengthMs: 10_000, traffic: { ...poisson(1), arrivals: { kind: 'dataset', speed: 1 } }, changes }),
    queries: { ...day.queries, arrivedAtMs: Float64Array.from(AT) },
    live: { router, deciders: decidersByStretch(router, batch, [undefined]), feedback },
  });
  return seen;
}

function walked(feedback: FeedbackSpec): string[] {
  const { router, seen } = spying();
  const stream = { rows: Uint32Array.from(AT.keys()), atMs: Float64Array.from(AT) };
  walk({ router, batch, table, stream, sample: 0, seed: 7, feedback });
  return seen;
}

it.each([GOLD, { ...GOLD, delayMs: 1500 }, { ...GOLD, delayMs: 20_000 }, { ...GOLD, from: 'user' as const, delayMs: 300 }])(
  'a router that remembers is asked and told what replay asks and tells it: %j',
  (feedback) => {
    expect(simulated(feedback)).toEqual(walked(feedback));
  },
);

it('hears no rating before so many more requests were routed, as in replay', () => {
  const order = (seen: readonly string[]) =>
    seen.map((one) => one.split(' at ')[0]).filter((one) => /q1$|q3$|q4$/.test(one as string) && !one?.startsWith('answered'));
  const upTo = (seen: readonly (string | undefined)[]) => seen.slice(0, seen.indexOf('decide q4') + 1);
  const feedback = { ...GOLD, delayQueries: 2 };
  expect(upTo(order(simulated(feedback)))).toEqual(['decide q1', 'routed q1', 'decide q3', 'routed q3', 'rated q1', 'decide q4']);
  expect(upTo(order(walked(feedback)))).toEqual(upTo(order(simulated(feedback))));
});

it('hears of calls that failed, and of answers that got worse', () => {
  const outage = simulated(GOLD, [{ fromMs: 0, toMs: 2000, models: ['a'], outage: 1 }]);
  expect(outage.slice(0, 4)).toEqual([
    'decide q0 at 0 knowing 0',
    'routed q0 at 0 ',
    'answered q0 at 200 null 0.0000 ',
    'rated q0 at 200 null 0.0000 0',
  ]);
  const worse = simulated(GOLD, [{ fromMs: 0, toMs: 1e6, models: ['a'], quality: 0.5 }]);
  expect(worse.filter((one) => one.startsWith('rated q4'))).toEqual(['rated q4 at 3830 a 0.0050 0.25']);
});
