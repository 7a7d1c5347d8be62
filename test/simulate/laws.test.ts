import fc from 'fast-check';
import { expect, it } from 'vitest';
import { DECISION_STATUS } from '../../src/domain/decision.js';
import { replayRoutes } from '../../src/replay/ledger.js';
import type { ExecutionPolicy } from '../../src/router/execution-policy.js';
import type { Acceptance, Route } from '../../src/router/router.js';
import { simulateDay } from '../../src/simulate/day.js';
import type { EndedRequest } from '../../src/simulate/day-input.js';
import { REQUEST_ENDS } from '../../src/simulate/outcome/tally.js';
import type { Change, Provider } from '../../src/simulate/scenario.js';
import { aDay, aRoute, aScenario, HOUR_MS, poisson, providers } from '../support/a-day.js';
import { type Sample, tableOf } from '../support/table-of.js';

const MODELS = ['a', 'b', 'c'] as const;
const sum = (values: Iterable<number>): number => [...values].reduce((total, value) => total + value, 0);

const sample: fc.Arbitrary<Sample> = fc.record(
  {
    quality: fc.constantFrom(0, 0.5, 1),
    costUsd: fc.integer({ min: 0, max: 50 }).map((n) => n / 1000),
    latencyMs: fc.double({ min: 1, max: 5000, noNaN: true }),
    inputTokens: fc.nat(500),
    outputTokens: fc.nat(500),
    confidence: fc.constantFrom(0.2, 0.9),
    error: fc.constant(true as const),
  },
  { requiredKeys: ['quality', 'costUsd', 'latencyMs', 'inputTokens', 'outputTokens', 'confidence'] },
);
const cells = fc.array(fc.tuple(...MODELS.map(() => fc.array(sample, { minLength: 1, maxLength: 2 }))), {
  minLength: 1,
  maxLength: 8,
});
const acceptances: fc.Arbitrary<Partial<Acceptance> | null> = fc.oneof(
  fc.constant(null),
  fc.constant({}),
  fc
    .constantFrom('together' as const, 'in_turn' as const)
    .map((legs) => ({ agree: { samples: 2, need: 2, compare: 'number' as const, legs } })),
);
const routes: fc.Arbitrary<Route> = fc
  .tuple(fc.shuffledSubarray([...MODELS], { minLength: 0 }), acceptances)
  .map(([models, climbs]) =>
    aRoute(
      models,
      climbs === null ? {} : { escalation: [{ accept: { 'answer.confidence': { $gte: 0.5 } }, ...climbs, to: 'c' }] },
    ),
  );

const policies: fc.Arbitrary<ExecutionPolicy> = fc.record(
  {
    timeoutMs: fc.constantFrom(800, 3000),
    retries: fc.record({
      most: fc.nat(2),
      waitMs: fc.constant(100),
      factor: fc.constant(2),
      mostWaitMs: fc.constant(400),
      jitter: fc.constantFrom(0, 0.5),
    }),
    hedge: fc.record({ afterMs: fc.constantFrom(200, 900), to: fc.constantFrom('same' as const, 'next' as const) }),
    breaker: fc.record({ failures: fc.integer({ min: 1, max: 3 }), openMs: fc.constant(5000) }),
    mostInFlight: fc.integer({ min: 1, max: 20 }),
  },
  { requiredKeys: [] },
);
const provider: fc.Arbitrary<Partial<Provider>> = fc.record(
  {
    concurrency: fc.integer({ min: 1, max: 4 }),
    queue: fc.nat(5),
    rpm: fc.constantFrom(30, 600),
    tpm: fc.constantFrom(5000, 100_000),
    errors: fc.constantFrom(0, 0.2),
  },
  { requiredKeys: [] },
);
const change: fc.Arbitrary<Change> = fc.record(
  {
    fromMs: fc.nat(200_000),
    toMs: fc.integer({ min: 200_001, max: 400_000 }),
    models: fc.constantFrom(null, ['a'], ['b', 'c']),
    outage: fc.constantFrom(0.5, 1),
    hang: fc.constantFrom(0.3, 1),
    slow: fc.constantFrom(0.5, 4),
    removed: fc.constant(true as const),
    traffic: fc.constantFrom(0, 3),
  },
  { requiredKeys: ['fromMs', 'toMs', 'models'] },
);

it('conserves requests and obeys Little’s law, whatever happens', () => {
  fc.assert(
    fc.property(
      cells,
      routes,
      policies,
      fc.tuple(provider, provider, provider),
      fc.array(change, { maxLength: 3 }),
      (table, route, policy, behind, changes) => {
        const outcomes = tableOf(MODELS, table);
        const scenario = aScenario({
          lengthMs: 300_000,
          stepMs: 60_000,
          traffic: poisson(1),
          providers: providers(Object.fromEntries(MODELS.map((id, i) => [id, behind[i] ?? {}]))),
          changes,
        });
        const ended: EndedRequest[] = [];
        const tally = simulateDay(aDay(outcomes, route, { scenario, policy, routerTimeMs: 2, onEnd: (one) => ended.push(one) }));
        // Everybody who came has gone, once; those who came in time and went late were under way at the end.
        expect(ended.length).toBe(sum(tally.arrived));
        for (const [code] of REQUEST_ENDS.entries())
          expect(sum(tally.ended[code] ?? [])).toBe(ended.filter(({ end }) => end === code).length);
        const late = ended.filter(({ arrivedMs, latencyMs }) => arrivedMs < 300_000 && arrivedMs + latencyMs > 300_000);
        // When one whose recording is missing went is not told.
        const missing = ended.filter(({ end }) => end === REQUEST_ENDS.indexOf('missing')).length;
        expect(tally.inFlightAtEnd).toBeGreaterThanOrEqual(late.length);
        expect(tally.inFlightAtEnd).toBeLessThanOrEqual(late.length + missing);
        // Little: the time-integral of what is in a station is the sum of the times spent there; nothing is left behind.
        for (const [model] of MODELS.entries()) {
          const serving = sum(tally.models[model]?.servingMs ?? []);
          expect(serving).toBeGreaterThanOrEqual(0);
          expect(sum(tally.models[model]?.begun ?? []) === 0).toBe(serving === 0);
        }
        expect(ended.every(({ latencyMs, costPico }) => !(latencyMs < 2 || costPico < 0))).toBe(true);
      },
    ),
    { numRuns: 60 },
  );
});

it('obeys Little’s law exactly where calls are nothing but waited for and served', () => {
  const table = tableOf(['a'], [[[{ quality: 1, costUsd: 0, latencyMs: 700 }]], [[{ quality: 1, costUsd: 0, latencyMs: 1900 }]]]);
  const scenario = aScenario({ traffic: poisson(1.2), providers: providers({ a: { concurrency: 2 } }) });
  const tally = simulateDay(aDay(table, aRoute(['a']), { scenario }));
  const inside = sum(tally.models[0]?.waitingMs ?? []) + sum(tally.models[0]?.servingMs ?? []);
  expect(sum(tally.models[0]?.waitingMs ?? [])).toBeGreaterThan(HOUR_MS / 10);
  expect(Math.abs(inside / sum(tally.latencyMs) - 1)).toBeLessThan(1e-9);
});

it('without limits and faults is the replay, bit for bit, query by query and sample by sample, timers and all', () => {
  fc.assert(
    fc.property(
      cells,
      fc.array(routes, { minLength: 8, maxLength: 8 }),
      fc.double({ min: 0, max: 5, noNaN: true }),
      fc.oneof(fc.constant({}), policies),
      (table, plans, routerTimeMs, drawn) => {
        // What acts between requests has no part in a replay, and a wait left to chance is its mean there.
        const { breaker: _breaker, mostInFlight: _most, retries, ...rest } = drawn as ExecutionPolicy;
        const policy: ExecutionPolicy = retries === undefined ? rest : { ...rest, retries: { ...retries, jitter: 0 } };
        const outcomes = tableOf(MODELS, table);
        const size = table.length;
        const day = aDay(outcomes, plans, { routerTimeMs, policy });
        const ended: EndedRequest[] = [];
        const scenario = aScenario({
          // Two passes: sample 0 and sample 1.
          lengthMs: size > 1 ? size * 2000 : 1000,
          traffic: { ...poisson(1), arrivals: { kind: 'dataset', speed: 1 } },
        });
        const columns = { plans, plan: Uint32Array.from({ length: size }, (_, row) => row), policies: plans.map(() => policy) };
        simulateDay({ ...day, scenario, routes: [columns], onEnd: (one) => ended.push(one) });
        for (const pass of size > 1 ? [0, 1] : [0]) {
          const replayed = replayRoutes(columns, outcomes, pass, routerTimeMs);
          const came = ended.filter(({ arrivedMs }) => Math.floor(arrivedMs / (size * 1000)) === pass);
          came.sort((a, b) => a.row - b.row);
          expect(came.map(({ row }) => row)).toEqual(Array.from({ length: size }, (_, row) => row));
          // A day reads a recording over again for a retry or a hedge; a replay that has no further one says missing.
          const isTold = (_: unknown, query: number) =>
            came[query]?.end === REQUEST_ENDS.indexOf('missing') || replayed.status[query] !== DECISION_STATUS.missing;
          const told = (values: Iterable<number>) => [...values].filter(isTold);
          expect(told(came.map(({ quality }) => quality))).toEqual(told(replayed.quality));
          expect(told(came.map(({ costPico }) => costPico))).toEqual(told(replayed.costPico));
          expect(told(came.map(({ latencyMs }) => latencyMs))).toEqual(told(replayed.latencyMs));
        }
      },
    ),
  );
});

it('is the same bytes for the same seed, and others for another', () => {
  const table = tableOf(['a'], [[[{ quality: 1, costUsd: 1, latencyMs: 700 }]]]);
  const run = (seed: number) => simulateDay(aDay(table, aRoute(['a']), { seed }));
  expect(run(1)).toEqual(run(1));
  expect(sum(run(2).arrived)).not.toBe(sum(run(1).arrived));
});
