import fc from 'fast-check';
import { expect, it } from 'vitest';
import { OUTCOME_STATUS, type OutcomeTable } from '../../src/domain/outcome-table.js';
import { pricedModelSums, pricedSums } from '../../src/experiment/robustness/priced-costs.js';
import { removalsOf } from '../../src/experiment/robustness/removals.js';
import { groupSums, type Part } from '../../src/metric/part.js';
import { type Arm, armOfModel } from '../../src/replay/arm.js';
import { cellMeans } from '../../src/replay/cell-means.js';
import { armOfDecisions } from '../../src/replay/decided-arm.js';
import { chargeRoute, replayRoutes } from '../../src/replay/ledger.js';
import { outcomesOn } from '../../src/replay/outcomes-on.js';
import { policyOf } from '../../src/replay/plan-policies.js';
import { quickColumns, quickTotals } from '../../src/replay/quick-replay.js';
import type { ExecutionPolicy } from '../../src/router/execution-policy.js';
import { type Route, type RouteColumns, UNDECIDED } from '../../src/router/router.js';
import { plainTable, type Sample, tableOf } from '../support/table-of.js';

const MODELS = ['a', 'b', 'c'] as const;
const SAMPLES = 3;

const sample: fc.Arbitrary<Sample> = fc.record({
  quality: fc.constantFrom(0, 0.25, 0.5, 1),
  costUsd: fc.integer({ min: 0, max: 1e6 }).map((n) => n / 1e9),
  latencyMs: fc.integer({ min: 1, max: 300 }),
  confidence: fc.constantFrom(0.1, 0.9),
});
const failure: fc.Arbitrary<Sample> = fc.record({
  error: fc.constant(true as const),
  latencyMs: fc.integer({ min: 1, max: 300 }),
});
const cell = fc.array(fc.oneof({ weight: 4, arbitrary: sample }, { weight: 1, arbitrary: failure }), { maxLength: SAMPLES });
const cells = fc.array(fc.tuple(cell, cell, cell), { minLength: 1, maxLength: 20 });

const route: fc.Arbitrary<Route> = fc
  .tuple(fc.shuffledSubarray([...MODELS]), fc.option(fc.constantFrom(...MODELS), { nil: undefined }))
  .map(([models, to]) => ({
    models,
    reason: { kind: 'fallback' as const },
    propensity: 1,
    ...(to === undefined || models.length === 0 ? {} : { escalation: [{ to, accept: { 'answer.confidence': { $gte: 0.5 } } }] }),
  }));
const policy: fc.Arbitrary<ExecutionPolicy> = fc.constantFrom<ExecutionPolicy>(
  {},
  { timeoutMs: 150 },
  { hedge: { afterMs: 100, to: 'next' } },
  { retries: { most: 1, waitMs: 10, factor: 2, mostWaitMs: 100, jitter: 0 } },
);
const routing = fc.record({ plans: fc.array(fc.tuple(route, policy), { minLength: 1, maxLength: 4 }), seed: fc.nat(1000) });

function routesOf(
  { plans, seed }: { plans: readonly (readonly [Route, ExecutionPolicy])[]; seed: number },
  size: number,
): RouteColumns {
  return {
    plan: Uint32Array.from({ length: size }, (_, query) => (query * 7 + seed) % plans.length),
    plans: plans.map(([one]) => one),
    policies: plans.map(([, one]) => one),
  };
}

/** Every other query, in groups of two, of unequal traffic. */
function everyOther(size: number): Part {
  const rows = Uint32Array.from({ length: Math.ceil(size / 2) }, (_, at) => 2 * at);
  const group = rows.map((_, at) => at >> 1);
  return {
    rows,
    weight: Float64Array.from(rows, (query) => 1 + (query % 3)),
    group,
    groupKeys: Uint32Array.from(new Set(group)),
  };
}

const replayed = (routes: RouteColumns, table: OutcomeTable): Arm =>
  armOfDecisions(Array.from({ length: SAMPLES }, (_, replicate) => replayRoutes(routes, table, replicate, 0)));
const unanswered = (arm: Arm, query: number): number => (arm.failed[query] as number) + (arm.refused?.[query] ?? 0);

/** The recordings with every call to a model failing at no cost. */
function withModelDown(table: OutcomeTable, model: number): OutcomeTable {
  const [status, costPico, latencyMs] = [table.status.slice(), table.costPico.slice(), table.latencyMs.slice()];
  for (let cell = model; cell + 1 < table.cellOffsets.length; cell += table.modelIds.length) {
    const rows = [table.cellOffsets[cell], table.cellOffsets[cell + 1]] as const;
    status.fill(OUTCOME_STATUS.error, ...rows);
    for (const column of [costPico, latencyMs]) column.fill(0, ...rows);
  }
  return { ...table, status, costPico, latencyMs };
}

it('replaying at once comes to what the execution machine makes of each query by itself', () => {
  fc.assert(
    fc.property(cells, routing, (given, how) => {
      const table = tableOf(MODELS, given);
      const routes = routesOf(how, table.queryCount);
      const modelOf = new Map(table.modelIds.map((id, index) => [id, index]));
      const decisions = replayRoutes(routes, table, 1, 0);
      for (let query = 0; query < table.queryCount; query++) {
        const plan = routes.plan[query] as number;
        const charged = chargeRoute(routes.plans[plan] as Route, policyOf(routes, plan), query, table, 1, modelOf);
        expect([decisions.status[query], decisions.served[query], decisions.costPico[query], decisions.latencyMs[query]]).toEqual(
          [charged.status, charged.served, charged.costPico, charged.latencyMs],
        );
      }
    }),
  );
});

it('routes charged on some queries come to the arm of all of them', () => {
  fc.assert(
    fc.property(cells, routing, (given, how) => {
      const table = tableOf(MODELS, given);
      const routes = routesOf(how, table.queryCount);
      const arm = replayed(routes, table);
      const { rows } = everyOther(table.queryCount);
      const some = outcomesOn(routes, table, SAMPLES, rows);
      expect(some.quality).toEqual(Float64Array.from(rows, (query) => arm.quality[query] as number));
      expect(some.costPico).toEqual(Float64Array.from(rows, (query) => arm.costPico[query] as number));
      expect(some.unanswered).toEqual(Float64Array.from(rows, (query) => unanswered(arm, query)));
    }),
  );
});

it('a model that is down changes nothing but the queries on which it was called', () => {
  fc.assert(
    fc.property(cells, routing, (given, how) => {
      const table = tableOf(MODELS, given);
      const routes = routesOf(how, table.queryCount);
      const replicates = Array.from({ length: SAMPLES }, (_, replicate) => replayRoutes(routes, table, replicate, 0.5));
      const part = everyOther(table.queryCount);
      const found = removalsOf({ table, samples: SAMPLES }, part, { arm: armOfDecisions(replicates), routes, replicates });
      const once = { ...routes, policies: (routes.policies ?? []).map(({ retries: _, ...rest }) => rest) };
      for (const model of MODELS.keys()) {
        const plain = replayed(once, withModelDown(table, model));
        const { queries = [], outcomes } = found.byModel[model] ?? {};
        for (const query of part.rows) {
          const at = queries.indexOf(query);
          const without = found.without.arm;
          const seen =
            at < 0 || outcomes === undefined
              ? [without.quality[query], without.costPico[query], unanswered(without, query)]
              : [outcomes.quality[at], outcomes.costPico[at], outcomes.unanswered[at]];
          expect(seen).toEqual([plain.quality[query], plain.costPico[query], unanswered(plain, query)]);
        }
      }
    }),
  );
});

it('costs at other prices are those of a replay of recordings that cost so much', () => {
  fc.assert(
    fc.property(cells, routing, fc.constantFrom(null, 0, 1, 2), fc.constantFrom(0.8, 1.2), (given, how, model, factor) => {
      const table = tableOf(MODELS, given);
      const routes = routesOf(how, table.queryCount);
      const part = everyOther(table.queryCount);
      const priced = { ...table, costPico: table.costPico.slice() };
      for (let at = 0; at + 1 < table.cellOffsets.length; at++)
        for (let row = table.cellOffsets[at] as number; row < (table.cellOffsets[at + 1] as number); row++)
          if (model === null || at % MODELS.length === model)
            priced.costPico[row] = Math.round(factor * (table.costPico[row] as number));
      const replicates = Array.from({ length: SAMPLES }, (_, replicate) => replayRoutes(routes, table, replicate, 0));
      const own = groupSums(part, replayed(routes, table).costPico);
      expect(pricedSums(table, replicates, part, { model, factor }) ?? own).toEqual(
        groupSums(part, replayed(routes, priced).costPico),
      );
      const single = groupSums(part, armOfModel(1, cellMeans(table)).costPico);
      expect(pricedModelSums(table, 1, part, { model, factor }) ?? single).toEqual(
        groupSums(part, armOfModel(1, cellMeans(priced)).costPico),
      );
    }),
  );
});

it('gathering quality and cost, of columns and of sums, comes to the arms of whole replays', () => {
  fc.assert(
    fc.property(cells, fc.array(routing, { minLength: 1, maxLength: 3 }), (given, all) => {
      const table = tableOf(MODELS, given);
      const routed = all.map((how) => routesOf(how, table.queryCount));
      const { rows } = everyOther(table.queryCount);
      const weight = Float64Array.from({ length: table.queryCount }, (_, query) => 1 + (query % 3));
      const columns = quickColumns(routed, table, SAMPLES, rows);
      const totals = quickTotals(routed, table, SAMPLES, rows, weight);
      for (const [index, routes] of routed.entries()) {
        const arm = replayed(routes, table);
        const asked = (column: Float64Array): number[] => Array.from(rows, (query) => column[query] as number);
        const sum = (column: Float64Array): number =>
          rows.reduce((held, query) => held + (weight[query] as number) * (column[query] as number), 0);
        expect(asked(columns[index]?.quality as Float64Array)).toEqual(asked(arm.quality));
        expect(asked(columns[index]?.costPico as Float64Array)).toEqual(asked(arm.costPico));
        expect(totals[index]).toEqual({ quality: sum(arm.quality), costPico: sum(arm.costPico) });
        // What wasn't asked for is not known: nobody may take it for 0.
        if (table.queryCount > 1) expect(columns[index]?.quality[1]).toBeNaN();
      }
    }),
  );
});

it('sums over blocks of queries as over all of them', () => {
  const size = 5000;
  const table = plainTable(
    MODELS,
    Array.from({ length: size }, (_, query) => MODELS.map((_model, at) => [(query % (at + 2)) / 7, query + at, 1] as const)),
  );
  const routes: RouteColumns = {
    plans: MODELS.map((id) => ({ models: [id], reason: { kind: 'fallback' }, propensity: 1 })),
    plan: Uint32Array.from({ length: size }, (_, query) => query % 3),
  };
  const rows = Uint32Array.from({ length: size }, (_, query) => query);
  const weight = Float64Array.from(rows, (query) => 1 / (1 + (query % 5)));
  const arm = armOfDecisions([replayRoutes(routes, table, 0, 0)]);
  const sum = (column: Float64Array): number => column.reduce((held, one, query) => held + (weight[query] as number) * one, 0);
  expect(quickTotals([routes], table, 1, rows, weight)).toEqual([{ quality: sum(arm.quality), costPico: sum(arm.costPico) }]);
  expect(quickColumns([routes], table, 1, rows)[0]?.costPico).toEqual(arm.costPico);
  const somewhere = { ...routes, plan: routes.plan.with(7, UNDECIDED) };
  expect(quickTotals([somewhere], table, 1, rows, weight)).toEqual([{ quality: Number.NaN, costPico: Number.NaN }]);
  // In whatever order they come.
  const [mixed, of] = [Uint32Array.of(10, 14, 11, 13, 12, 15), arm.costPico];
  const mixedCost = mixed.reduce((held, query) => held + (weight[query] as number) * (of[query] as number), 0);
  expect(quickTotals([routes], table, 1, mixed, weight)[0]?.costPico).toBe(mixedCost);
});
