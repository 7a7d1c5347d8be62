import { z } from 'zod';
import { conditionSchema } from '../../strategy/condition-schema.js';
import { selectorSchema } from '../../strategy/selector.js';

/** Of the two-sided interval whose bound decides. */
export const confidenceSchema = z
  .number()
  .gt(0.5)
  .lt(1)
  .optional()
  .describe('Of the two-sided interval whose bound decides; default 0.95');

const confidence = confidenceSchema;
const fraction = z.number().min(0).max(1);
const latency = z.strictObject({ at_most: z.number().positive(), confidence }).optional();
const relativeLatency = z
  .strictObject({ at_most: z.number().positive(), of: z.literal('reference'), confidence })
  .optional()
  .describe("A percentile as a multiple of the reference's: 1.2 allows a fifth more");
const quality = z.strictObject({
  // Quality is told as a share, and so is what is kept of the reference's: 95 is a mistaken 0.95.
  at_least: z.number().nonnegative().max(10, 'a share, like 0.95 for 95 %'),
  of: z.enum(['absolute', 'reference']).optional(),
  confidence,
});
const share = z
  .strictObject({
    model: z.string().min(1).optional().describe('One model id'),
    models: selectorSchema.optional(),
    at_most: fraction.optional(),
    at_least: fraction.optional(),
    confidence,
  })
  .refine(({ model, models }) => (model === undefined) !== (models === undefined), {
    message: 'a share is of one model (model) or of several (models)',
  })
  .refine(({ at_most, at_least }) => (at_most === undefined) !== (at_least === undefined), {
    message: 'a share has one limit: at_most or at_least',
  });
const rate = z.strictObject({ at_most: fraction, confidence }).optional();

/** What a candidate must keep to be chosen. */
export const constraintsSchema = z.strictObject({
  quality: quality.optional(),
  quality_by_category: z
    .record(z.string().min(1), quality)
    .optional()
    .describe('A floor by category; `each` stands for every category not named'),
  cost: z
    .strictObject({ at_most: z.number().nonnegative(), of: z.enum(['usd_per_1k', 'reference']).optional(), confidence })
    .optional(),
  budget: z
    .strictObject({
      usd: z.number().positive().describe('The bill that the expected one must stay under'),
      queries: z.number().int().positive().describe('How many queries it is for, such as those of a month'),
      confidence,
    })
    .optional(),
  latency_p50_ms: latency,
  latency_p95_ms: latency,
  latency_p99_ms: latency,
  latency_p50: relativeLatency,
  latency_p95: relativeLatency,
  latency_p99: relativeLatency,
  share: z
    .union([share, z.array(share).min(1)])
    .optional()
    .describe('Share of queries that ask a model first'),
  failed: rate.describe('Share of queries on which every call ends in an error'),
  refused: rate.describe('Share of queries for which the filters leave no model'),
  privacy: z
    .strictObject({ when: conditionSchema, only: selectorSchema })
    .optional()
    .describe('Where the condition holds, no attempt may leave these models'),
});

export type ParsedConstraints = z.output<typeof constraintsSchema>;
