import { z } from 'zod';

/** What was left out where a dataset was evaluated in shards. */
export const streamed = z
  .strictObject({
    latencyError: z.number().describe('Percentiles of latencies are told to this share of their value'),
    learnedFrom: z
      .number()
      .nullable()
      .describe('Queries of the train part that strategies learned from; null where nothing learns'),
    leftOut: z.array(z.strictObject({ what: z.string(), why: z.string() })),
  })
  .describe('Present where the dataset was evaluated in shards');
