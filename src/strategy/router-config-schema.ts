import { z } from 'zod';
import { ANSWER_PARTS } from '../domain/answer-part.js';
import { ROUTER_FORMAT } from '../router/config.js';
import {
  learnerSchema,
  linearInTokensSchema,
  qualitySchema,
  rungChanceSchema,
  selectionSchema,
} from './predictor-config-schema.js';

const condition = z.record(z.string(), z.json());
const id = z.string().min(1);

const agreement = z.strictObject({
  samples: z.number().int().min(2),
  need: z.number().int().min(1),
  compare: z.enum(ANSWER_PARTS),
  legs: z.enum(['together', 'in_turn']),
});

const acceptor = z.strictObject({
  least: z.number().int().min(1).describe('Chance in units of 2⁻²⁰'),
  models: z.record(id, rungChanceSchema),
});

const stage = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('filter'),
    when: condition.optional(),
    allow: z.array(id).optional(),
    keep: condition.optional(),
  }),
  z.strictObject({ kind: z.literal('context'), when: condition.optional(), outputTokens: z.number().int().min(0) }),
  z.discriminatedUnion('by', [
    z.strictObject({
      kind: z.literal('classify'),
      by: z.literal('rules'),
      of: z.literal('difficulty').optional(),
      categories: z.array(z.strictObject({ name: id, when: condition })),
      otherwise: id.optional(),
    }),
    z.strictObject({
      kind: z.literal('classify'),
      by: z.literal('learned'),
      of: z.literal('difficulty').optional(),
      classes: z.array(id).min(2),
      chances: qualitySchema,
      margin: z.number().int().min(1).optional(),
      otherwise: id.optional(),
    }),
  ]),
  z.strictObject({ kind: z.literal('rules'), rules: z.array(z.strictObject({ when: condition.optional(), use: id })) }),
  z.strictObject({
    kind: z.literal('split'),
    when: condition.optional(),
    salt: z.string(),
    weights: z.array(z.strictObject({ model: id, weight: z.number().int().min(0) })),
  }),
  z.strictObject({ kind: z.literal('stick'), unless: condition.optional(), remember: z.number().int().min(64) }),
  z.strictObject({
    kind: z.literal('pace'),
    when: condition.optional(),
    budget: z.number().int().min(1).describe('Pico-USD a window'),
    window: z.union([
      z.strictObject({ by: z.literal('queries'), queries: z.number().int().min(1) }),
      z.strictObject({ by: z.enum(['hour', 'day', 'month']) }),
    ]),
    price: z.number().min(0),
    unit: z.number().int().min(1),
    step: z.number().min(0),
    most: z.array(z.number().int().min(0)).optional(),
  }),
  z.strictObject({
    kind: z.literal('explore'),
    when: condition.optional(),
    over: z.array(id).min(2),
    salt: z.string().min(1),
    perUsd: z.number().min(0),
    keep: z.number().min(0.5).max(1),
    strength: z.number().positive(),
    base: z.number(),
    warm: z.strictObject({ quality: qualitySchema, select: selectionSchema }).optional(),
    learner: learnerSchema,
  }),
  z.strictObject({
    kind: z.literal('cascade'),
    when: condition.optional(),
    order: z.union([z.literal('rank'), z.array(id).min(2)]),
    accept: condition,
    agree: agreement.optional(),
    learned: acceptor.optional(),
    most: z.number().int().min(1),
  }),
  z.strictObject({
    kind: z.literal('predict'),
    when: condition.optional(),
    over: z.array(id).min(1),
    quality: qualitySchema,
    cost: linearInTokensSchema.optional().describe('Expected pico-USD'),
    latency: linearInTokensSchema.optional().describe('Expected microseconds'),
    select: selectionSchema,
  }),
]);

const execution = z.strictObject({
  timeoutMs: z.number().positive().optional(),
  retries: z
    .strictObject({
      most: z.number().int().min(0).max(10),
      waitMs: z.number().min(0),
      factor: z.number().min(1).max(100),
      mostWaitMs: z.number().min(0),
      jitter: z.number().min(0).max(1),
    })
    .optional(),
  hedge: z.strictObject({ afterMs: z.number().positive(), to: z.enum(['same', 'next']) }).optional(),
  fallbacks: z.number().int().min(0).optional(),
  breaker: z.strictObject({ failures: z.number().int().min(1), openMs: z.number().positive() }).optional(),
  mostInFlight: z.number().int().min(1).optional(),
});

const price = z.strictObject({
  inputUsdPerMTok: z.number().optional(),
  outputUsdPerMTok: z.number().optional(),
  cachedInputUsdPerMTok: z.number().optional(),
  reasoningUsdPerMTok: z.number().optional(),
  requestUsd: z.number().optional(),
});

/** router.json, for the published schema; the runtime checks files itself, without this package. */
export const routerConfigSchema = z
  .strictObject({
    format: z.literal(ROUTER_FORMAT),
    name: id,
    models: z
      .array(
        z.strictObject({
          id,
          provider: z.string(),
          name: z.string(),
          price: price.optional(),
          contextTokens: z.number().int().positive().optional(),
          tags: z.array(z.string()).optional(),
        }),
      )
      .min(1),
    input: z.strictObject({
      text: z.enum(['last_user', 'all_user', 'all']),
      join: z.string(),
      maxCodePoints: z.number().int().min(0),
      codePointsPerToken: z.number().int().min(1),
      stickySignal: id.optional(),
    }),
    pipeline: z.array(stage),
    fallback: z.array(id),
    execution: execution.optional().describe('How routes are carried out; changes no decision'),
    provenance: z.record(z.string(), z.json()).optional(),
    createdAt: z.string().optional(),
    decisionHash: z.string().regex(/^[0-9a-f]{64}$/),
    checksum: z.string().regex(/^[0-9a-f]{64}$/),
  })
  .describe('A router as the runtime loads it');
