import { z } from 'zod';
import { maybe, number, parameters } from './value-schema.js';

const scorerIdentity = z.strictObject({
  type: z.string(),
  version: number,
  options: parameters.exactOptional(),
  weight: number.exactOptional(),
  get parts() {
    return z.array(scorerIdentity).exactOptional();
  },
});

export const protocol = z.strictObject({
  split: parameters,
  parts: z.array(
    z.strictObject({ part: z.enum(['train', 'validation', 'test', 'all']), queries: number, groups: number, complete: maybe }),
  ),
  reportedOn: z.enum(['all', 'test', 'crossfit']),
  chosenOn: z.enum(['validation', 'inner_folds']).nullable(),
  folds: z.array(z.strictObject({ fold: z.string(), queries: number, groups: number })),
  bootstrap: z.strictObject({ replicates: number, seed: number, confidence: number, unit: z.literal('group') }),
  nonInferiority: z.strictObject({ margin: number, confidence: number }),
  rightAt: z.enum(['any', 'full']),
  scorer: scorerIdentity,
  costUnit: z.enum(['usd', 'calls']),
  costModel: z.string().nullable(),
  reference: z.string(),
  pair: z.strictObject({ weak: z.string(), strong: z.string() }).nullable(),
  objective: z.string(),
  samples: number,
  costEstimated: z.literal(true).exactOptional(),
  pricedAt: z.string().nullable(),
  priceSource: z.string().nullable(),
});
