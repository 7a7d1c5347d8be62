import { z } from 'zod';
import { estimate, maybe, number, parameters } from './value-schema.js';

const pick = z.strictObject({ id: z.string(), parameters, objective: maybe, quality: estimate, cost: estimate });
const optimism = z.strictObject({ objective: estimate, quality: estimate, cost: estimate });
const corrected = z.strictObject({ statistic: number, pAdjusted: number });

export const search = z.strictObject({
  strategy: z.string(),
  from: z.string(),
  method: z.string(),
  budget: number,
  seed: number,
  patience: maybe,
  space: z.strictObject({ candidates: number, ranges: z.array(z.strictObject({ name: z.string(), values: number })) }),
  tried: z.strictObject({ candidates: number, onValidation: number, distinct: number }),
  stopped: z.enum(['budget', 'patience', 'exhausted']),
  rule: z.enum(['one_standard_error', 'best']),
  standardError: maybe,
  within: number,
  best: pick,
  chosen: pick,
  improvements: z.array(z.strictObject({ number, id: z.string(), objective: number })),
  optimism: z.strictObject({ observed: optimism, expected: optimism }),
  maxStatistic: z
    .strictObject({ reference: z.string(), candidates: number, resamples: number, best: corrected, chosen: corrected })
    .nullable(),
});
