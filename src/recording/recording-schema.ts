import { z } from 'zod';
import type { Recording } from '../domain/recording.js';

const count = z.number().int().nonnegative();
const share = z.number().min(0).max(1);

/** One line of a recordings file. */
export const recordingSchema = z
  .strictObject({
    key: z.string().nullable().describe('SHA-256 of the canonical request; null for rows imported from elsewhere'),
    queryId: z.string().min(1),
    modelId: z.string().min(1),
    sample: count.describe('0-based repetition of the same request'),
    request: z.record(z.string(), z.json()).optional().describe('The parameters that shape the answer'),
    answer: z
      .strictObject({
        text: z.string(),
        finishReason: z.string().optional(),
        refusal: z.boolean().optional(),
        confidence: share.optional(),
      })
      .optional(),
    error: z.strictObject({ kind: z.string(), message: z.string().optional() }).optional(),
    usage: z
      .strictObject({
        inputTokens: count.optional(),
        outputTokens: count.optional(),
        cachedInputTokens: count.optional(),
        reasoningTokens: count.optional(),
      })
      .optional(),
    timing: z
      .strictObject({ latencyMs: z.number().nonnegative().optional(), firstTokenMs: z.number().nonnegative().optional() })
      .optional(),
    costUsd: z.number().nonnegative().optional().describe('As the source gives it; else usage is priced'),
    quality: share.optional().describe('As the source gives it; read by the scorer `given`'),
    judgeScore: share.optional(),
    recordedAt: z.string().optional(),
  })
  .describe('One recorded answer, or its error');

/** Whether a parsed line is a recording, seen without the schema's machinery where the usual members have the usual types. */
export function isPlainRecording(value: unknown): value is Recording {
  const line = value as Partial<Record<keyof Recording, unknown>> | null;
  if (line === null || typeof line !== 'object') return false;
  for (const key of Object.keys(line)) if (!MEMBERS.has(key)) return false;
  return (
    (line.key === null || typeof line.key === 'string') &&
    typeof line.queryId === 'string' &&
    line.queryId !== '' &&
    typeof line.modelId === 'string' &&
    line.modelId !== '' &&
    Number.isInteger(line.sample) &&
    (line.sample as number) >= 0 &&
    line.request === undefined &&
    line.error === undefined &&
    line.judgeScore === undefined &&
    plainAnswer(line.answer) &&
    plainNumbers(line.usage, USAGE, true) &&
    plainNumbers(line.timing, TIMING, false) &&
    atLeastZero(line.costUsd) &&
    (line.quality === undefined || (typeof line.quality === 'number' && line.quality >= 0 && line.quality <= 1)) &&
    (line.recordedAt === undefined || typeof line.recordedAt === 'string')
  );
}

const MEMBERS = new Set([
  'key',
  'queryId',
  'modelId',
  'sample',
  'request',
  'answer',
  'error',
  'usage',
  'timing',
  'costUsd',
  'quality',
  'judgeScore',
  'recordedAt',
]);
const USAGE = new Set(['inputTokens', 'outputTokens', 'cachedInputTokens', 'reasoningTokens']);
const TIMING = new Set(['latencyMs', 'firstTokenMs']);
const ANSWER = new Set(['text', 'finishReason']);

function plainAnswer(value: unknown): boolean {
  if (value === undefined) return true;
  if (value === null || typeof value !== 'object') return false;
  const answer = value as Record<string, unknown>;
  for (const key of Object.keys(answer)) if (!ANSWER.has(key)) return false;
  return (
    typeof answer['text'] === 'string' && (answer['finishReason'] === undefined || typeof answer['finishReason'] === 'string')
  );
}

function plainNumbers(value: unknown, members: ReadonlySet<string>, whole: boolean): boolean {
  if (value === undefined) return true;
  if (value === null || typeof value !== 'object') return false;
  for (const [key, number] of Object.entries(value)) {
    if (!members.has(key) || !atLeastZero(number) || number === undefined || (whole && !Number.isInteger(number))) return false;
  }
  return true;
}

function atLeastZero(value: unknown): boolean {
  return value === undefined || (typeof value === 'number' && value >= 0 && value < Number.POSITIVE_INFINITY);
}
