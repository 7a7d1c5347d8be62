import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DECISION_STATUS } from '../../src/domain/decision.js';
import { queryTable } from '../../src/domain/query.js';
import { armOfModel } from '../../src/replay/arm.js';
import { cellMeans } from '../../src/replay/cell-means.js';
import type { ControlContext } from '../../src/replay/control/control.js';
import { oracle } from '../../src/replay/control/oracle.js';
import { armOfDecisions } from '../../src/replay/decided-arm.js';
import { replayRoutes } from '../../src/replay/ledger.js';
import { requestBatch } from '../../src/replay/request-batch.js';
import { createRouter } from '../../src/router/create-router.js';
import { aRouter, fixedRouter } from '../support/a-router.js';
import { type Sample, tableOf } from '../support/table-of.js';

const MODELS = ['a', 'b', 'c'] as const;

const sample: fc.Arbitrary<Sample> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      quality: fc.constantFrom(0, 0.25, 0.5, 1),
      costUsd: fc.integer({ min: 0, max: 50 }).map((n) => n / 100),
      latencyMs: fc.integer({ min: 1, max: 5000 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      error: fc.constant(true as const),
      costUsd: fc.integer({ min: 0, max: 9 }).map((n) => n / 100),
      latencyMs: fc.integer({ min: 1, max: 5000 }),
    }),
  },
);
const cells = fc.array(fc.tuple(...MODELS.map(() => fc.array(sample, { minLength: 1, maxLength: 3 }))), {
  minLength: 1,
  maxLength: 12,
});
const queries = (size: number) =>
  queryTable(Array.from({ length: size }, (_, row) => ({ id: `q${row}`, prompt: 'x'.repeat(row * 7) })));
const rounds = (values: Float64Array): number[] => Array.from(values, (value) => Math.round(value * 1e9) / 1e9);

it('a single model is the replay of the router that always names it', () => {
  fc.assert(
    fc.property(cells, fc.nat(2), (table, model) => {
      const outcomes = tableOf(MODELS, table);
      const routes = createRouter(fixedRouter(MODELS, MODELS[model] as string)).routeAll(requestBatch(queries(table.length)));
      const samples = [0, 1, 2, 3, 4, 5].map((replicate) => replayRoutes(routes, outcomes, replicate, 0));
      const routed = armOfDecisions(samples);
      const single = armOfModel(model, cellMeans(outcomes));
      // Cells of 1, 2 and 3 samples repeat in 6 replicates equally often, so both are plain means.
      expect(rounds(routed.quality)).toEqual(rounds(single.quality));
      expect(Array.from(routed.costPico, Math.round)).toEqual(Array.from(single.costPico, Math.round));
      expect(rounds(routed.failed)).toEqual(rounds(single.failed));
    }),
  );
});

it('no router without an escalation or fallback beats the oracle on any query', () => {
  fc.assert(
    fc.property(cells, fc.nat(80), fc.nat(2), fc.nat(2), (table, threshold, above, below) => {
      const outcomes = tableOf(
        MODELS,
        table.map((query) => query.map((samples) => samples.slice(0, 1))),
      );
      const means = cellMeans(outcomes);
      const config = aRouter(MODELS, [
        {
          kind: 'rules',
          rules: [
            { when: { 'prompt.code_points': { $gt: threshold } }, use: MODELS[above] as string },
            { use: MODELS[below] as string },
          ],
        },
      ]);
      const arm = armOfDecisions([
        replayRoutes(createRouter(config).routeAll(requestBatch(queries(table.length))), outcomes, 0, 0),
      ]);
      const best = oracle.arms({ means, pair: null } as unknown as ControlContext)[0]?.arm.quality ?? new Float64Array();
      arm.quality.forEach((quality, query) => {
        expect(quality).toBeLessThanOrEqual(best[query] as number);
      });
    }),
  );
});

it('queries that were not decided are missing, and change nothing on the others', () => {
  fc.assert(
    fc.property(cells, fc.array(fc.boolean(), { minLength: 12, maxLength: 12 }), fc.nat(5), (table, asked, replicate) => {
      const outcomes = tableOf(MODELS, table);
      const router = createRouter(fixedRouter(MODELS, MODELS[0] as string, MODELS.slice(1)));
      const rows = Uint32Array.from(table.keys()).filter((row) => asked[row] as boolean);
      const batch = requestBatch(queries(table.length));
      const all = replayRoutes(router.routeAll(batch), outcomes, replicate, 0);
      const some = replayRoutes(router.routeAll(batch, rows), outcomes, replicate, 0);
      for (let query = 0; query < table.length; query++) {
        const of = (one: typeof all) => [
          one.status[query],
          one.served[query],
          one.quality[query],
          one.costPico[query],
          one.latencyMs[query],
        ];
        expect(of(some)).toEqual(
          rows.includes(query) ? of(all) : [DECISION_STATUS.missing, -1, Number.NaN, Number.NaN, Number.NaN],
        );
      }
    }),
  );
});

it('the ledger adds up: cost and latency are the sums over the attempts', () => {
  fc.assert(
    fc.property(cells, fc.shuffledSubarray([...MODELS], { minLength: 1 }), fc.nat(5), (table, chain, replicate) => {
      const outcomes = tableOf(MODELS, table);
      const config = fixedRouter(MODELS, chain[0] as string, chain.slice(1));
      const decisions = replayRoutes(
        createRouter(config).routeAll(requestBatch(queries(table.length))),
        outcomes,
        replicate,
        1.5,
      );
      for (let query = 0; query < decisions.size; query++) {
        let cost = 0;
        let latency = 1.5;
        for (let at = decisions.attemptOffsets[query] as number; at < (decisions.attemptOffsets[query + 1] as number); at++) {
          cost += outcomes.costPico[decisions.attemptRow[at] as number] as number;
          latency += outcomes.latencyMs[decisions.attemptRow[at] as number] as number;
        }
        expect(decisions.costPico[query]).toBe(cost);
        expect(decisions.latencyMs[query]).toBe(latency);
      }
    }),
  );
});
