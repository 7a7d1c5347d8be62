import { z } from 'zod';
import { AB_METRICS } from '../../domain/ab.js';

const number = z.number();
const metric = z.enum(AB_METRICS);
const looked = z
  .strictObject({ at: number, difference: number, low: number, high: number, p: number, visits: z.tuple([number, number]) })
  .nullable()
  .describe('B less A; null where nobody could look yet');
const length = z.strictObject({ visits: z.tuple([number, number]).describe('In A and in B'), days: number });
const share = z.strictObject({ share: number, low: number, high: number });

const trial = z.strictObject({
  seed: number,
  verdict: z.enum(['b_better', 'a_better', 'guard_broken', 'guard_open', 'undecided']),
  days: number.describe('Simulated, each of the length of the scenario'),
  afterMs: number,
  looked,
  guards: z.array(z.strictObject({ metric, looked, verdict: z.enum(['kept', 'broken', 'open']) })),
});

/** What `ab` writes. */
export const abSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    tool: z.strictObject({ name: z.string(), version: z.string() }),
    experiment: z.strictObject({ name: z.string(), file: z.string(), synthetic: z.boolean() }),
    inputs: z.strictObject({
      hash: z.string(),
      files: z.array(z.strictObject({ role: z.string(), path: z.string(), sha256: z.string() })),
    }),
    seeds: z.strictObject({ first: number, count: number }),
    costUnit: z.enum(['usd', 'calls']),
    traffic: z.strictObject({ queries: number, part: z.enum(['all', 'test']) }),
    scenario: z.strictObject({ name: z.string(), lengthMs: number }),
    arm: z.string().nullable().describe('How routes are carried out; null: as each router says'),
    routers: z.tuple([z.string(), z.string()]),
    stateful: z.array(z.string()).describe('Routers among them that remember'),
    assignment: z
      .strictObject({
        hash: z.literal('murmur3_x86_32'),
        key: z.literal('k:visit-<n>'),
        salt: z.string(),
        below: number,
      })
      .describe('A visit is in B where the hash of its key, seeded by that of the salt (seed 0), is below this'),
    spec: z.strictObject({
      metric,
      detect: number,
      alpha: number,
      power: number,
      share: number,
      salt: z.string(),
      everyVisits: number,
      guards: z.array(z.strictObject({ metric, margin: number })),
      experiments: number,
      mostDays: number.nullable(),
    }),
    plan: z.strictObject({ mean: number, deviation: number, visitsPerDay: number, fixed: length, sequential: length }),
    mostDays: number.describe('Days of the scenario that a simulated test lasts at most'),
    trials: z.array(trial),
    falsePositives: z.strictObject({ experiments: number, looks: number, sequential: share, naive: share }),
  })
  .describe('An A/B test of two routers, planned and simulated');
