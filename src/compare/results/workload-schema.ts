import { z } from 'zod';
import { maybe, number, unit } from './value-schema.js';

const modelSummary = z.strictObject({
  modelId: z.string(),
  provider: z.string(),
  tags: z.array(z.string()),
  inputUsdPerMTok: maybe,
  outputUsdPerMTok: maybe,
  recorded: number,
  errors: number,
  refusals: number,
});

export const workload = z.strictObject({
  queries: number,
  categories: z.array(z.strictObject({ category: z.string(), n: number })),
  models: z.array(modelSummary),
  oldestRecordedAt: z.string().nullable(),
  newestRecordedAt: z.string().nullable(),
});

export const headroom = z.strictObject({
  bestSingle: z.strictObject({ modelId: z.string(), quality: number }),
  oracleQuality: number,
  choiceMatters: number,
  anyRight: number,
});

export const audit = z.strictObject({ id: z.string(), level: z.enum(['note', 'warn', 'error']), message: z.string() });

export const metric = z.strictObject({
  name: z.string(),
  title: z.string(),
  unit,
  better: z.enum(['higher', 'lower', 'neither']),
  definition: z.string(),
  source: z.string(),
});
