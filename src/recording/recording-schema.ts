import { z } from 'zod';

const count = z.number().int().nonnegative();
const share = z.number().min(0).max(1);

const usage = z
  .strictObject({
    inputTokens: count.optional(),
    outputTokens: count.optional(),
    cachedInputTokens: count.optional().describe('Part of inputTokens'),
    reasoningTokens: count.optional().describe('Part of outputTokens'),
    estimated: z.literal(true).optional().describe('The tokens are a rule’s guess, not the provider’s count'),
  })
  .refine(({ inputTokens, cachedInputTokens }) => isPart(cachedInputTokens, inputTokens), {
    message: 'more than inputTokens, of which it is a part',
    path: ['cachedInputTokens'],
  })
  .refine(({ outputTokens, reasoningTokens }) => isPart(reasoningTokens, outputTokens), {
    message: 'more than outputTokens, of which it is a part',
    path: ['reasoningTokens'],
  });

/** Whether a count fits into the whole it is part of; unknown counts fit. */
export function isPart(part: number | undefined, whole: number | undefined): boolean {
  return part === undefined || whole === undefined || part <= whole;
}

const callError = z.strictObject({ kind: z.string(), message: z.string().optional() });

const attempt = z
  .strictObject({
    at: z.iso.datetime({ offset: true }),
    latencyMs: z.number().nonnegative(),
    waitedMs: z.number().nonnegative().optional().describe('Wait before it; no part of any latency'),
    status: z.number().int().min(100).max(599).optional(),
    requestId: z.string().optional(),
    error: callError.optional(),
  })
  .describe('One request that was sent');

const feedback = z.union([
  z.strictObject({ thumbs: z.enum(['up', 'down']) }),
  z.strictObject({ stars: z.number().min(1).max(5) }),
]);

const judged = z
  .strictObject({
    modelId: z.string().min(1),
    sample: count,
    kind: z.enum(['rubric', 'reference', 'pairwise']),
    order: z.enum(['judged_first', 'baseline_first']).optional(),
    parts: z.record(z.string(), z.string()).describe('Prints of what the request was made from'),
  })
  .describe('What a judge’s verdict is on; in recordings/<set>/judge alone');

/** One line of a recordings file. */
export const recordingSchema = z
  .strictObject({
    key: z.string().nullable().describe('SHA-256 of the canonical request; null for rows imported from elsewhere'),
    queryId: z.string().min(1),
    modelId: z.string().min(1),
    sample: count.max(4_294_967_295).describe('0-based repetition of the same request'),
    request: z.record(z.string(), z.json()).optional().describe('The parameters that shape the answer'),
    answer: z
      .strictObject({
        text: z.string(),
        finishReason: z.string().optional(),
        refusal: z.boolean().optional(),
        confidence: share.optional(),
        toolCalls: z.array(z.strictObject({ name: z.string(), arguments: z.string() })).optional(),
      })
      .optional(),
    error: callError.optional(),
    embedding: z.array(z.number()).min(1).optional().describe('Where an embedding was asked for, not an answer'),
    usage: usage.optional(),
    timing: z
      .strictObject({ latencyMs: z.number().nonnegative().optional(), firstTokenMs: z.number().nonnegative().optional() })
      .optional(),
    costUsd: z.number().nonnegative().optional().describe('As the source gives it; else usage is priced'),
    quality: share.optional().describe('As the source gives it; read by the scorer `given`'),
    judgeScore: share.optional(),
    feedback: z
      .array(feedback)
      .min(1)
      .optional()
      .describe('What users said of this answer, one entry a rating; read by the scorer `feedback`'),
    recordedAt: z.iso.datetime({ offset: true }).optional().describe('ISO 8601 time of the call'),
    attempts: z.array(attempt).optional().describe('Every request sent for it; the last one made the answer or the error'),
    servedModel: z.string().optional().describe('The model that answered, in the provider’s words'),
    revision: count
      .max(4_294_967_295)
      .optional()
      .describe('0 when absent; of several recordings of one sample answers stand before failures, then the highest revision'),
    judged: judged.optional(),
  })
  .describe('One recorded answer, or its error');
