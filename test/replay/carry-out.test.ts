import { describe, expect, it } from 'vitest';
import { ATTEMPT_WHY, DECISION_STATUS } from '../../src/domain/decision.js';
import { chargeRoute, replayRoutes } from '../../src/replay/ledger.js';
import { attemptResult } from '../../src/report/attempt-result.js';
import type { ExecutionPolicy } from '../../src/router/execution-policy.js';
import { aRoute } from '../support/a-day.js';
import { type Sample, tableOf } from '../support/table-of.js';

const USD = 1e12;
const answer = (latencyMs: number | undefined, costUsd: number, quality = 1): Sample => ({
  quality,
  costUsd,
  ...(latencyMs === undefined ? {} : { latencyMs }),
});
const error = (latencyMs: number, costUsd = 0): Sample => ({ error: true, costUsd, latencyMs });

/** One query at models a and b by a route over both; what was charged, in words and numbers. */
function charged(a: readonly Sample[], b: readonly Sample[], policy: ExecutionPolicy, sample = 0) {
  const table = tableOf(['a', 'b'], [[a, b]]);
  const route = aRoute(['a', 'b']);
  const decisions = replayRoutes({ plans: [route], plan: new Uint32Array(1), policies: [policy] }, table, sample, 5);
  const [from = 0, to = 0] = decisions.attemptOffsets;
  const alone = chargeRoute(route, policy, 0, table, sample, new Map([...table.modelIds.entries()].map(([i, id]) => [id, i])));
  expect([alone.status, alone.served, alone.costPico]).toEqual([decisions.status[0], decisions.served[0], decisions.costPico[0]]);
  expect(alone.latencyMs + 5).toEqual(decisions.latencyMs[0]);
  return {
    calls: Array.from({ length: to - from }, (_, i) => {
      const model = table.modelIds[decisions.attemptModel[from + i] as number];
      const isGivenUp = attemptResult(table, decisions, from + i) === 'given_up';
      return `${model} ${ATTEMPT_WHY[decisions.attemptWhy[from + i] as number]}${isGivenUp ? ', given up' : ''}`;
    }),
    status: Object.entries(DECISION_STATUS).find(([, code]) => code === decisions.status[0])?.[0],
    quality: decisions.quality[0],
    costUsd: (decisions.costPico[0] as number) / USD,
    latencyMs: decisions.latencyMs[0],
  };
}

describe('a route carried out under a policy, on recordings', () => {
  const RETRIES = { most: 2, waitMs: 100, factor: 2, mostWaitMs: 1000, jitter: 0 };

  it('gives up a call that took longer than the timeout when it was recorded, and pays for it', () => {
    expect(charged([answer(900, 2)], [answer(300, 1, 0.5)], { timeoutMs: 500 })).toEqual({
      calls: ['a first, given up', 'b fallback'],
      status: 'served',
      quality: 0.5,
      costUsd: 3,
      latencyMs: 5 + 500 + 300,
    });
    // An answer at the very end of its time is an answer.
    expect(charged([answer(500, 2)], [answer(300, 1)], { timeoutMs: 500 })).toMatchObject({ calls: ['a first'], latencyMs: 505 });
  });

  it('reads sample after sample for retries, after waits that grow', () => {
    const twice = [error(50), error(60), answer(70, 1)];
    expect(charged(twice, [answer(1, 9)], { retries: RETRIES })).toEqual({
      calls: ['a first', 'a retry', 'a retry'],
      status: 'served',
      quality: 1,
      costUsd: 1,
      latencyMs: 5 + 50 + 100 + 60 + 200 + 70,
    });
    // Replicate 2 begins with the answer, replicate 1 retries once.
    expect(charged(twice, [answer(1, 9)], { retries: RETRIES }, 1)).toMatchObject({ calls: ['a first', 'a retry'] });
    expect(charged(twice, [answer(1, 9)], { retries: RETRIES }, 2)).toMatchObject({ calls: ['a first'], latencyMs: 75 });
  });

  it('takes the mean of a wait that is partly left to chance', () => {
    const once = [error(50), answer(70, 1)];
    expect(charged(once, [answer(1, 9)], { retries: { ...RETRIES, jitter: 0.5 } }).latencyMs).toBe(5 + 50 + (50 + 25) + 70);
  });

  it('is missing where a retry has no recording of its own, never the same one again', () => {
    expect(charged([error(50)], [answer(1, 9)], { retries: RETRIES })).toEqual({
      calls: ['a first', 'a retry'],
      status: 'missing',
      quality: Number.NaN,
      costUsd: Number.NaN,
      latencyMs: Number.NaN,
    });
  });

  it('hedges a slow call: the first of the two answers is served, both are paid', () => {
    const hedge = { afterMs: 400, to: 'next' as const };
    expect(charged([answer(2000, 2)], [answer(300, 1, 0.5)], { hedge })).toEqual({
      calls: ['a first, given up', 'b hedged'],
      status: 'served',
      quality: 0.5,
      costUsd: 3,
      latencyMs: 5 + 400 + 300,
    });
    expect(charged([answer(600, 2)], [answer(300, 1, 0.5)], { hedge })).toMatchObject({
      calls: ['a first', 'b hedged, given up'],
      quality: 1,
      costUsd: 3,
      latencyMs: 605,
    });
    expect(charged([answer(400, 2)], [answer(300, 1)], { hedge })).toMatchObject({ calls: ['a first'], costUsd: 2 });
    expect(charged([answer(900, 2), answer(80, 4)], [answer(1, 1)], { hedge: { afterMs: 400, to: 'same' } })).toMatchObject({
      calls: ['a first, given up', 'a hedged'],
      costUsd: 6,
      latencyMs: 485,
    });
  });

  it('tries no more of the fallback chain than it may', () => {
    expect(charged([error(50, 1)], [answer(1, 9)], { fallbacks: 0 })).toEqual({
      calls: ['a first'],
      status: 'failed',
      quality: 0,
      costUsd: 1,
      latencyMs: 55,
    });
  });

  it('takes a call of unknown length for back in time, and says that the latency is not known', () => {
    expect(charged([answer(undefined, 2)], [answer(300, 1)], { timeoutMs: 1, hedge: { afterMs: 1, to: 'next' } })).toEqual({
      calls: ['a first'],
      status: 'served',
      quality: 1,
      costUsd: 2,
      latencyMs: Number.NaN,
    });
    // One that was given up was not waited for.
    expect(charged([answer(900, 2)], [answer(undefined, 1)], { timeoutMs: 500 }).latencyMs).toBeNaN();
    expect(charged([error(50), answer(70, 1)], [answer(undefined, 9)], { retries: RETRIES }).latencyMs).toBe(225);
  });

  it('does nothing of what acts between requests', () => {
    expect(charged([error(50)], [answer(300, 1)], { breaker: { failures: 1, openMs: 1e6 }, mostInFlight: 1 })).toMatchObject({
      calls: ['a first', 'b fallback'],
      status: 'served',
    });
  });
});
