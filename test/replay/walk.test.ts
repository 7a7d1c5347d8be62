import { describe, expect, it } from 'vitest';
import { queryTable } from '../../src/domain/query.js';
import { type FeedbackSpec, ratingOf } from '../../src/replay/feedback.js';
import { requestBatch } from '../../src/replay/request-batch.js';
import { walk } from '../../src/replay/walk.js';
import { createRouter } from '../../src/router/create-router.js';
import type { Feedback, Router } from '../../src/router/router.js';
import { fixedRouter } from '../support/a-router.js';
import { tableOf } from '../support/table-of.js';

const gold: FeedbackSpec = { from: 'gold', delayQueries: 0, delayMs: 0, noise: 0, rate: 1 };
const queries = ['q0', 'q1', 'q2', 'q3'].map((id) => ({ id, prompt: id }));
const batch = requestBatch(queryTable(queries));
// Qualities 0, 0.25, 0.5, 0.75; an answer takes 100 ms, that to q1 a second.
const table = tableOf(
  ['a', 'b'],
  queries.map((_, i) => [
    [{ quality: i / 4, costUsd: 0.001 * (i + 1), latencyMs: i === 1 ? 1000 : 100, judgeScore: 1 - i / 4 }],
    [{ quality: 1, costUsd: 1, latencyMs: 1 }],
  ]),
);

/** A router that writes down what it sees, in order: `?q1` for a decision, `!kind` for what it observes. */
function spying(): { readonly router: Router; readonly seen: string[]; readonly events: Feedback[] } {
  const seen: string[] = [];
  const events: Feedback[] = [];
  const plain = createRouter(fixedRouter(['a', 'b'], 'a'));
  const router: Router = {
    ...plain,
    stateful: true,
    initialState: 0,
    decider: (own) => {
      const decide = plain.decider(own);
      return (row, state, clock) => {
        seen.push(`?q${row}@${clock?.nowMs}`);
        return { ...decide(row), memo: { 0: `q${row}`, 1: state ?? null } };
      };
    },
    observe(state, event) {
      events.push(event);
      seen.push(`${event.kind} ${event.route.memo?.[0]}`);
      return (state as number) + 1;
    },
  };
  return { router, seen, events };
}
const walked = (rows: readonly number[], atMs: readonly number[] | null, feedback = gold) => {
  const { router, seen, events } = spying();
  const stream = { rows: Uint32Array.from(rows), atMs: atMs === null ? null : Float64Array.from(atMs) };
  const { state } = walk({ router, batch, table, stream, sample: 0, seed: 1, feedback });
  return { seen, events, state };
};

describe('walk', () => {
  it('decides, then observes, one request after another where no times are known', () => {
    const { seen, events, state } = walked([2, 0], null);
    expect(seen).toEqual(['?q2@0', 'routed q2', 'answered q2', 'rated q2', '?q0@1000', 'routed q0', 'answered q0', 'rated q0']);
    expect(events.slice(1, 3)).toMatchObject([
      { modelId: 'a', costUsd: 0.003 },
      { modelId: 'a', costUsd: 0.003, quality: 0.5 },
    ]);
    expect(state).toBe(6);
  });

  it('observes an answer only when it is there', () => {
    // q1 takes from 0 to 1000 ms: q2 at 50 and q3 at 500 are routed before; q2’s own answer comes in between.
    const { seen } = walked([1, 2, 3], [0, 50, 500]);
    expect(seen.slice(0, 7)).toEqual(['?q1@0', 'routed q1', '?q2@50', 'routed q2', 'answered q2', 'rated q2', '?q3@500']);
    expect(seen.slice(7)).toEqual(['routed q3', 'answered q3', 'rated q3', 'answered q1', 'rated q1']);
  });

  it('holds ratings back: by requests, and by time', () => {
    const byRequests = walked([0, 2, 3], null, { ...gold, delayQueries: 1 }).seen;
    expect(byRequests.indexOf('rated q0')).toBeGreaterThan(byRequests.indexOf('routed q2'));
    expect(byRequests.indexOf('rated q0')).toBeLessThan(byRequests.indexOf('?q3@2000'));
    const byTime = walked([0, 2, 3], [0, 1000, 2000], { ...gold, delayMs: 950 }).seen;
    expect(byTime.indexOf('answered q0')).toBeLessThan(byTime.indexOf('?q2@1000'));
    expect(byTime.indexOf('rated q0')).toBeGreaterThan(byTime.indexOf('routed q2'));
  });

  it('says what failed calls cost and that nobody answered; a missing recording says nothing', () => {
    const holes = tableOf(
      ['a', 'b'],
      [
        [[{ error: true }], []],
        [[], []],
        [[], []],
        [[], []],
      ],
    );
    const { router, events } = spying();
    walk({ router, batch, table: holes, stream: { rows: Uint32Array.of(0, 1), atMs: null }, sample: 0, seed: 1, feedback: gold });
    expect(events.map(({ kind }) => kind)).toEqual(['routed', 'answered', 'rated', 'routed']);
    expect(events[2]).toMatchObject({ modelId: null, costUsd: 0, quality: 0 });
  });
});

describe('ratings', () => {
  const at = (query: number, over: Partial<FeedbackSpec>, seed = 1) =>
    ratingOf(table, 2 * query, { ...gold, ...over }, { seed, query });

  it('are the quality, the judge’s score, or a thumb', () => {
    expect([at(1, {}), at(1, { from: 'judge' }), at(1, { from: 'user' }), at(2, { from: 'user' })]).toEqual([0.25, 0.75, 0, 1]);
    expect(ratingOf(table, -1, gold, { seed: 1, query: 0 })).toBe(0);
    // The other model’s answers have no judge.
    expect(ratingOf(table, 1, { ...gold, from: 'judge' }, { seed: 1, query: 0 })).toBeNull();
  });

  it('are turned round with the chance of the noise, and given with that of the rate', () => {
    const seeds = Array.from({ length: 2000 }, (_, seed) => seed);
    const turned = seeds.filter((seed) => at(3, { noise: 0.2 }, seed) === 0.25).length;
    const given = seeds.filter((seed) => at(3, { rate: 0.2 }, seed) !== null).length;
    for (const count of [turned, given]) expect(Math.abs(count - 400)).toBeLessThan(4 * Math.sqrt(2000 * 0.16));
  });
});
