import { z } from 'zod';
import { estimate, maybe, number } from './value-schema.js';

export const judge = z.strictObject({
  modelId: z.string(),
  kind: z.enum(['rubric', 'reference', 'pairwise']),
  baseline: z.string().nullable(),
  samples: number,
  prompt: z.array(z.string()),
  promptSha256: z.string(),
  rubric: z.string().nullable(),
  inputUsdPerMTok: maybe,
  outputUsdPerMTok: maybe,
  answers: number,
  notAsked: number,
  identical: number,
  verdicts: number,
  recorded: number,
  failed: number,
  unreadable: number,
  missing: number,
  unfit: z.record(z.string(), number),
  costUsd: maybe,
  selfAgreement: z.strictObject({ share: estimate, alpha: estimate, deviation: number }).nullable(),
  positionBias: z.strictObject({ changed: estimate, firstWins: estimate }).nullable(),
});
