import { COST_SOURCE, OUTCOME_STATUS, type OutcomeTable } from '../../src/domain/outcome-table.js';
import { simulateDay } from '../../src/simulate/day.js';
import type { Tally } from '../../src/simulate/outcome/tally.js';
import { OPEN_PROVIDER, type Scenario } from '../../src/simulate/scenario.js';
import { studentQuantile } from '../../src/stats/student.js';
import { type MarkovQueue, queueTheory } from './queueing.js';

/** One number that theory knows, and what the simulation says of it. */
export interface Anchor {
  readonly queue: string;
  readonly quantity: string;
  readonly theory: number;
  readonly simulated: number;
  /** Half the width of its interval over seeds. */
  readonly margin: number;
}

const MODEL = 'server';

/** One query, one recording: service times come from the provider. */
const TABLE: OutcomeTable = {
  queryCount: 1,
  modelIds: [MODEL],
  cellOffsets: Uint32Array.of(0, 1),
  status: Uint8Array.of(OUTCOME_STATUS.ok),
  quality: Float64Array.of(1),
  costPico: Float64Array.of(1),
  costSource: Uint8Array.of(COST_SOURCE.given),
  unbilled: Uint8Array.of(0),
  latencyMs: Float64Array.of(1),
  firstTokenMs: Float64Array.of(Number.NaN),
  inputTokens: Float64Array.of(1),
  outputTokens: Float64Array.of(1),
  cachedInputTokens: Float64Array.of(Number.NaN),
  reasoningTokens: Float64Array.of(Number.NaN),
  finishReason: Int16Array.of(-1),
  finishReasons: [],
  answerLength: Float64Array.of(Number.NaN),
  refusal: Int8Array.of(-1),
  jsonValid: Int8Array.of(-1),
  confidence: Float64Array.of(Number.NaN),
  judgeScore: Float64Array.of(Number.NaN),
  recordedAtMs: Float64Array.of(Number.NaN),
};

const QUEUES: readonly (MarkovQueue & { readonly name: string })[] = [
  { name: 'M/M/1, load 0.5', arrivalRate: 0.005, serviceRate: 0.01, servers: 1, room: Number.POSITIVE_INFINITY },
  { name: 'M/M/1, load 0.8', arrivalRate: 0.008, serviceRate: 0.01, servers: 1, room: Number.POSITIVE_INFINITY },
  { name: 'M/M/5, load 0.8', arrivalRate: 0.04, serviceRate: 0.01, servers: 5, room: Number.POSITIVE_INFINITY },
  { name: 'M/M/1/4, load 0.9', arrivalRate: 0.009, serviceRate: 0.01, servers: 1, room: 4 },
  { name: 'M/M/3/10, load 1.2', arrivalRate: 0.036, serviceRate: 0.01, servers: 3, room: 10 },
];

/**
 * Queues with closed forms, simulated by the code that simulates providers.
 *
 * @param requests that each run lasts for, a tenth of them warm-up
 * @param confidence of each interval, by Student's t over runs
 */
export function anchors(seeds: number, requests: number, confidence: number): Anchor[] {
  return QUEUES.flatMap((queue, at) => {
    const theory = queueTheory(queue);
    const scenario = scenarioOf(queue, requests);
    const runs = Array.from({ length: seeds }, (_, seed) =>
      // Seeds of its own for every queue: else one lucky draw would show in all of them.
      measured(simulated(scenario, 1000 * at + seed), scenario),
    );
    const anchor = (quantity: string, of: (run: Measured) => number, known: number): Anchor => ({
      queue: queue.name,
      quantity,
      theory: known,
      ...meanOf(runs.map(of), confidence),
    });
    return [
      anchor('mean time in the system, ms', ({ sojournMs }) => sojournMs, theory.sojournMs),
      anchor('mean number waiting', ({ waiting }) => waiting, theory.waiting),
      ...(queue.room < Number.POSITIVE_INFINITY ? [anchor('share turned away', ({ blocked }) => blocked, theory.blocked)] : []),
    ];
  });
}

function scenarioOf({ arrivalRate, serviceRate, servers, room }: MarkovQueue, requests: number): Scenario {
  const lengthMs = requests / arrivalRate;
  const service = { kind: 'exponential', meanMs: 1 / serviceRate } as const;
  return {
    name: 'anchor',
    description: '',
    lengthMs,
    warmUpMs: lengthMs / 10,
    stepMs: lengthMs / 10,
    traffic: {
      arrivals: { kind: 'poisson', perSecond: arrivalRate * 1000 },
      daily: [],
      bursts: null,
      sessions: null,
      mix: [],
    },
    providers: new Map([[MODEL, { ...OPEN_PROVIDER, concurrency: servers, queue: room - servers, service, rejectMs: 0 }]]),
    changes: [],
    arms: [{ name: 'plain', policy: {} }],
    budget: null,
    slo: { withinMs: 1000, share: 0.95 },
  };
}

function simulated(scenario: Scenario, seed: number): Tally {
  return simulateDay({
    scenario,
    seed,
    table: TABLE,
    models: [{ id: MODEL, provider: 'theory', name: MODEL, tags: [] }],
    fits: [null],
    queries: {
      rows: Uint32Array.of(0),
      weight: Float64Array.of(1),
      category: { codes: Int32Array.of(-1), values: [] },
      arrivedAtMs: Float64Array.of(Number.NaN),
      signals: new Map(),
    },
    routes: [
      {
        plan: Uint32Array.of(0),
        plans: [{ models: [MODEL], reason: { kind: 'rule', stage: 0, rule: 0 }, propensity: 1 }],
      },
    ],
    routerTimeMs: 0,
    policy: {},
  });
}

interface Measured {
  readonly sojournMs: number;
  readonly waiting: number;
  readonly blocked: number;
}

function measured(tally: Tally, scenario: Scenario): Measured {
  const kept = (column: Float64Array): number => column.subarray(1, tally.steps).reduce((sum, value) => sum + value, 0);
  const [served, failed] = tally.ended as [Float64Array, Float64Array];
  const [server] = tally.models;
  return {
    sojournMs: kept(tally.latencyMs) / kept(served),
    waiting: kept(server?.waitingMs ?? served) / (scenario.lengthMs - scenario.warmUpMs),
    blocked: kept(failed) / kept(tally.arrived),
  };
}

function meanOf(values: readonly number[], confidence: number): Pick<Anchor, 'simulated' | 'margin'> {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  return { simulated: mean, margin: studentQuantile((1 + confidence) / 2, n - 1) * Math.sqrt(variance / n) };
}
