import { describe, expect, it } from 'vitest';
import { DECISION_STATUS, type DecisionColumns } from '../../src/domain/decision.js';
import { replayRoutes } from '../../src/replay/ledger.js';
import type { Route, RouteColumns } from '../../src/router/router.js';
import { plainTable, tableOf } from '../support/table-of.js';

const USD = 1e12;
const route = (models: string[], more: Partial<Route> = {}): Route => ({
  models,
  reason: { kind: 'rule', stage: 0, rule: 0 },
  propensity: 1,
  ...more,
});
const all = (plan: Route, queries: number): RouteColumns => ({ plan: new Uint32Array(queries), plans: [plan] });
const one = (decisions: DecisionColumns) => ({
  status: decisions.status[0],
  served: decisions.served[0],
  quality: decisions.quality[0],
  costUsd: (decisions.costPico[0] as number) / USD,
  latencyMs: decisions.latencyMs[0],
  attempts: Array.from(decisions.attemptModel.subarray(decisions.attemptOffsets[0], decisions.attemptOffsets[1])),
  why: Array.from(decisions.attemptWhy.subarray(decisions.attemptOffsets[0], decisions.attemptOffsets[1])),
});

describe('replayRoutes', () => {
  it('pays one answered call and adds the router’s own time', () => {
    const table = plainTable(
      ['a', 'b'],
      [
        [
          [1, 0.5, 100],
          [0, 2, 900],
        ],
      ],
    );
    expect(one(replayRoutes(all(route(['a', 'b']), 1), table, 0, 3))).toEqual({
      status: DECISION_STATUS.served,
      served: 0,
      quality: 1,
      costUsd: 0.5,
      latencyMs: 103,
      attempts: [0],
      why: [0],
    });
  });

  it('pays and waits for an error before the fallback answers', () => {
    const table = tableOf(
      ['a', 'b'],
      [[[{ error: true, costUsd: 0.25, latencyMs: 400 }], [{ quality: 1, costUsd: 2, latencyMs: 900 }]]],
    );
    expect(one(replayRoutes(all(route(['a', 'b']), 1), table, 0, 0))).toEqual({
      status: DECISION_STATUS.served,
      served: 1,
      quality: 1,
      costUsd: 2.25,
      latencyMs: 1300,
      attempts: [0, 1],
      why: [0, 2],
    });
  });

  it('has quality 0 and the whole bill when every call fails', () => {
    const table = tableOf(
      ['a', 'b'],
      [[[{ error: true, costUsd: 0.25, latencyMs: 1 }], [{ error: true, costUsd: 1, latencyMs: 2 }]]],
    );
    expect(one(replayRoutes(all(route(['a', 'b']), 1), table, 0, 0))).toMatchObject({
      status: DECISION_STATUS.failed,
      served: -1,
      quality: 0,
      costUsd: 1.25,
      latencyMs: 3,
    });
  });

  it('calls nobody when the route was refused', () => {
    const table = plainTable(['a'], [[[1, 1, 1]]]);
    expect(one(replayRoutes(all(route([], { reason: { kind: 'refused' } }), 1), table, 0, 2))).toMatchObject({
      status: DECISION_STATUS.refused,
      quality: 0,
      costUsd: 0,
      latencyMs: 2,
      attempts: [],
    });
  });

  it('is missing, not wrong, where a needed recording is missing', () => {
    const table = tableOf(['a', 'b'], [[[{ error: true }], []]]);
    const decisions = one(replayRoutes(all(route(['a', 'b']), 1), table, 0, 0));
    expect(decisions.status).toBe(DECISION_STATUS.missing);
    expect(decisions.quality).toBeNaN();
    expect(decisions.costUsd).toBeNaN();
  });

  it('escalates an answer that is not accepted and pays both legs', () => {
    const table = tableOf(
      ['a', 'b'],
      [[[{ quality: 0, costUsd: 1, latencyMs: 10, confidence: 0.4 }], [{ quality: 1, costUsd: 5, latencyMs: 50 }]]],
    );
    const cascade = route(['a'], { escalation: [{ accept: { 'answer.confidence': { $gte: 0.8 } }, to: 'b' }] });
    expect(one(replayRoutes(all(cascade, 1), table, 0, 0))).toEqual({
      status: DECISION_STATUS.served,
      served: 1,
      quality: 1,
      costUsd: 6,
      latencyMs: 60,
      attempts: [0, 1],
      why: [0, 1],
    });
    const sure = tableOf(
      ['a', 'b'],
      [[[{ quality: 0, costUsd: 1, latencyMs: 10, confidence: 0.9 }], [{ quality: 1, costUsd: 5, latencyMs: 50 }]]],
    );
    expect(one(replayRoutes(all(cascade, 1), sure, 0, 0))).toMatchObject({ served: 0, quality: 0, costUsd: 1, attempts: [0] });
  });

  it('serves the answer it has when the escalated call fails', () => {
    const table = tableOf(
      ['a', 'b'],
      [[[{ quality: 0.5, costUsd: 1, latencyMs: 10, confidence: 0.4 }], [{ error: true, costUsd: 2, latencyMs: 5 }]]],
    );
    const cascade = route(['a'], { escalation: [{ accept: { 'answer.confidence': { $gte: 0.8 } }, to: 'b' }] });
    expect(one(replayRoutes(all(cascade, 1), table, 0, 0))).toMatchObject({
      status: DECISION_STATUS.served,
      served: 0,
      quality: 0.5,
      costUsd: 3,
      latencyMs: 15,
    });
  });

  it('reads sample s modulo the cell’s size', () => {
    const table = tableOf(
      ['a'],
      [
        [
          [
            { quality: 1, costUsd: 1, latencyMs: 1 },
            { quality: 0, costUsd: 1, latencyMs: 1 },
          ],
        ],
        [[{ quality: 1, costUsd: 1, latencyMs: 1 }]],
      ],
    );
    const second = replayRoutes(all(route(['a']), 2), table, 1, 0);
    expect([...second.quality]).toEqual([0, 1]);
    expect([...replayRoutes(all(route(['a']), 2), table, 2, 0).quality]).toEqual([1, 1]);
  });
});
