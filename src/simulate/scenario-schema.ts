import { z } from 'zod';
import { DURATION, DURATION_WORDS } from '../strategy/duration.js';
import { executionSchema } from '../strategy/execution-schema.js';

const duration = z.string().regex(DURATION, DURATION_WORDS);
const share = z.number().min(0).max(1);
const factor = z.number().nonnegative();

const trafficSchema = z.strictObject({
  arrivals: z
    .enum(['poisson', 'constant', 'dataset'])
    .optional()
    .describe("poisson (the default): independent; constant: evenly spaced; dataset: at the dataset's own timestamps"),
  requests_per_s: z.number().positive().optional().describe('Mean rate of requests, before every factor'),
  speed: z.number().positive().optional().describe("How many times as fast as the dataset's timestamps; default 1"),
  daily: z
    .array(factor)
    .min(1)
    .max(1440)
    .optional()
    .describe('Factors of the rate over a day, in equal stretches from midnight: 24 numbers are hours'),
  bursts: z
    .strictObject({
      factor: z.number().positive(),
      every: duration.describe('Mean time from the end of one burst to the next'),
      for: duration.describe('Mean length of a burst'),
    })
    .optional()
    .describe('A Markov-modulated rate: bursts of random length at random times'),
  sessions: z
    .strictObject({ signal: z.string().min(1), gap: duration.describe('Mean time between an answer and the next query') })
    .optional()
    .describe('Queries with the same value of a signal come as one visit, one after another'),
  mix: z
    .array(z.strictObject({ from: duration, weights: z.record(z.string(), factor) }))
    .optional()
    .describe('From a time on, categories come so many times as often'),
});

const providerSchema = z.strictObject({
  concurrency: z.number().int().positive().optional().describe('Calls served at once'),
  queue: z.number().int().nonnegative().optional().describe('Calls that may wait; beyond them 429. Default: any number'),
  rpm: z.number().positive().optional(),
  tpm: z.number().positive().optional().describe('Tokens a minute, input and output'),
  burst: duration.optional().describe('How much of rpm and tpm a bucket holds; default 60s'),
  service: z
    .union([z.enum(['recorded', 'fitted']), z.strictObject({ exponential: duration }), z.strictObject({ constant: duration })])
    .optional()
    .describe('Time of a call: as recorded, or from first token and tokens a second as fitted to the recordings'),
  errors: share.optional().describe('Share of calls that fail although all is well'),
  error_after: duration.optional(),
  reject_after: duration.optional(),
  hang_for: duration.optional(),
  prompt_cache: z
    .strictObject({ share: share.describe('of the input tokens that the session sent before'), ttl: duration })
    .optional()
    .describe('A call of a session to the model of its last one finds part of its prompt cached'),
});

const changeSchema = z.strictObject({
  at: duration,
  for: duration.optional().describe('Default: to the end'),
  models: z
    .union([z.string().min(1), z.array(z.string().min(1)).min(1)])
    .optional()
    .describe('Default: all'),
  outage: share.optional().describe('Share of calls that fail: 1 is a full outage'),
  hang: share.optional().describe('Share of calls that never answer'),
  slow: z.number().positive().optional().describe('Calls take so many times as long'),
  errors: share.optional(),
  price: factor.optional(),
  quality: share.optional(),
  removed: z.literal(true).optional().describe('The model is gone'),
  traffic: factor.optional(),
  budget: factor.optional(),
  announced: z
    .literal(true)
    .optional()
    .describe('Routers are told: of prices, of the budget, and of models that are gone or down altogether'),
});

const armSchema = z.union([z.literal('router'), executionSchema]);

/** A scenario file: a day in production. */
export const scenarioSchema = z
  .strictObject({
    $schema: z.string().optional(),
    name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'letters, digits, dots, dashes and underscores'),
    description: z.string().optional(),
    length: duration.optional().describe('Default 24h'),
    warm_up: duration.optional().describe('Left out of the numbers; default none'),
    step: duration.optional().describe('Stretches told apart over time; default a 48th of the length'),
    traffic: trafficSchema,
    providers: z.record(z.string(), providerSchema).optional().describe('By model id; * is for all that are not named'),
    changes: z.array(changeSchema).optional().describe('What is different for a while'),
    arms: z
      .record(z.string().min(1), armSchema)
      .optional()
      .describe(
        "Ways of carrying routes out, compared with each other; `router` is the router's own, and the default. What is written out takes the place of all of it.",
      ),
    budget: z
      .strictObject({
        usd: z.number().positive(),
        per: z.enum(['hour', 'day', 'month']),
        hard: z.boolean().optional().describe('Requests are turned away once it is spent; default false: only shown'),
      })
      .optional(),
    slo: z
      .strictObject({ within: duration, share: z.number().gt(0).lt(1) })
      .describe('This share of requests is to be answered within this time'),
  })
  .describe('A day in production: traffic, providers, what goes wrong, and how calls are carried out');

export type ScenarioFile = z.infer<typeof scenarioSchema>;
