import { z } from 'zod';
import { SIMULATED_METRICS } from '../domain/simulation.js';

const number = z.number();
const maybe = z.number().nullable();
const estimate = z.strictObject({ value: maybe, low: maybe, high: maybe, n: number });
const estimates = <K extends string>(names: readonly K[]) =>
  z.strictObject(Object.fromEntries(names.map((name) => [name, estimate])) as Record<K, typeof estimate>);

const model = z.strictObject({
  modelId: z.string(),
  callsPer1k: number,
  failed: maybe,
  rejectedPer1k: number,
  busy: number,
  utilisation: maybe,
  waiting: z.array(number),
  mostWaiting: z.array(number),
});

const overTime = z.strictObject({
  perSecond: z.array(number),
  availability: z.array(maybe),
  attainment: z.array(maybe),
  latencyP50Ms: z.array(maybe),
  latencyP95Ms: z.array(maybe),
  latencyP99Ms: z.array(maybe),
  quality: z.array(maybe),
  spent: z.array(number),
  budget: z.array(number).nullable(),
});

const row = z.strictObject({
  router: z.string(),
  arm: z.string(),
  metrics: estimates(SIMULATED_METRICS),
  versusFirst: estimates(['attainment', 'quality', 'costPer1k']).nullable(),
  slo: z.enum(['kept', 'missed', 'undecided']),
  ends: z.strictObject({
    served: number,
    failed: number,
    refused: number,
    shed: number,
    over_budget: number,
    missing: number,
  }),
  calls: z.array(z.strictObject({ why: z.string(), cause: z.string().nullable(), per1k: number })),
  models: z.array(model),
  overTime,
});

const scenario = z.strictObject({
  name: z.string(),
  description: z.string(),
  lengthMs: number,
  warmUpMs: number,
  stepMs: number,
  slo: z.strictObject({ withinMs: number, share: number }),
  budget: z.strictObject({ usd: number, periodMs: number, hard: z.boolean() }).nullable(),
  fits: z.array(
    z.strictObject({
      modelId: z.string(),
      firstTokenMs: number,
      tokensPerSecond: maybe,
      n: number,
      r2: number,
      medianError: number,
    }),
  ),
  rows: z.array(row),
});

/** What `simulate` writes. */
export const simulationSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    tool: z.strictObject({ name: z.string(), version: z.string() }),
    experiment: z.strictObject({ name: z.string(), file: z.string(), synthetic: z.boolean() }),
    inputs: z.strictObject({
      hash: z.string(),
      files: z.array(z.strictObject({ role: z.string(), path: z.string(), sha256: z.string() })),
    }),
    seeds: z.strictObject({ first: number, count: number }),
    confidence: number,
    costUnit: z.enum(['usd', 'calls']),
    traffic: z.strictObject({ queries: number, part: z.enum(['all', 'test']) }),
    scenarios: z.array(scenario),
  })
  .describe('Simulated days in production, by scenario');
