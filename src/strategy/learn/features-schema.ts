import { z } from 'zod';

const weight = z.number().min(0.01).max(8).describe('How heavy the whole group is beside a text block of weight 1');

const grams = (least: number, most: number) =>
  z.strictObject({
    ngrams: z
      .tuple([z.number().int().min(1).max(8), z.number().int().min(1).max(8)])
      .optional()
      .describe(`Shortest and longest run; default [${least}, ${most}]`),
    dimension: z.number().int().min(2).max(65_536).optional().describe('Buckets: a power of two'),
    min_df: z.number().int().min(1).optional().describe('Buckets of fewer training queries are left out; default 2'),
    max_df: z.number().gt(0).max(1).optional().describe('Buckets of more than this share of them are left out; default 1'),
    keep: z
      .number()
      .int()
      .min(1)
      .max(65_536)
      .optional()
      .describe('Buckets kept at most, those of most training queries; default all'),
    tf: z.enum(['log', 'binary']).optional().describe('What a repeated n-gram counts: 1 + ln count, or 1'),
    idf: z
      .enum(['smooth', 'none'])
      .optional()
      .describe('What a bucket counts: 1 + ln((1 + n)/(1 + df)), or the same for all; default smooth'),
    weight: weight.optional(),
  });

const bins = z.number().int().min(2).max(256).optional().describe('Intervals of about equally many training queries; default 8');

/** Features of a predictor: names, or a name with options. */
export const featuresSchema = z
  .array(
    z.union([
      z.string().min(1).describe('words, marks, chars, shape, embedding, a numeric prompt.* field, or signals.<name>'),
      z.strictObject({ words: grams(1, 2) }),
      z.strictObject({ marks: grams(1, 2) }),
      z.strictObject({ chars: grams(3, 5) }),
      z.strictObject({ shape: z.strictObject({ bins, weight: weight.optional() }) }),
      z.strictObject({ embedding: z.strictObject({ weight: weight.optional() }) }),
      z.strictObject({ field: z.string().min(1), bins, weight: weight.optional() }),
      z.strictObject({
        keywords: z
          .array(z.array(z.string().min(1)).min(1))
          .min(1)
          .max(256),
        weight: weight.optional(),
      }),
    ]),
  )
  .min(1)
  .describe('What the predictor reads of a request');

export type FeaturesSpec = z.infer<typeof featuresSchema>;

/** Buckets of a text block where a file gives no number. */
export const DEFAULT_DIMENSION = 32_768;
