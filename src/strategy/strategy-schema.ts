import { z } from 'zod';
import { executionSchema } from './execution-schema.js';
import { filePolicies } from './policy/index.js';

const inputSchema = z.strictObject({
  text: z.enum(['last_user', 'all_user', 'all']).optional().describe('Which messages the features read'),
  join: z.string().optional().describe('Between message parts and messages'),
  max_code_points: z.number().int().positive().optional(),
  code_points_per_token: z.number().int().min(1).max(1000).optional(),
  sticky_signal: z.string().min(1).optional().describe('Signal that makes random choices stick'),
});

/** One policy of a pipeline: an object with exactly one key, the policy's name. */
const policySchema = z
  .union(
    filePolicies.map(({ name, schema, describe }) => z.strictObject({ [name]: schema }).describe(describe)) as unknown as [
      z.ZodType,
      z.ZodType,
    ],
  )
  .describe(`One policy: ${filePolicies.map(({ name }) => name).join(', ')}`);

/** What a strategy file holds beside its pipeline. */
export const strategyHeadSchema = z.strictObject({
  name: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, 'letters, digits, dots, dashes and underscores')
    .describe('Unique among the strategies of an experiment'),
  kind: z.enum(['static', 'dynamic', 'hybrid']).describe('Checked against the pipeline'),
  description: z.string().optional(),
  input: inputSchema.optional(),
  pipeline: z.array(z.json()).min(1).describe('Policies in order'),
  fallback: z.array(z.string().min(1)).optional().describe('Tried in order after an error'),
  execution: z.json().optional().describe('How routes are carried out'),
});

/** A strategy file with its pipeline spelt out, for editors; ranges may stand for any value. */
export const strategySchema = strategyHeadSchema
  .extend({
    pipeline: z.array(policySchema).min(1),
    execution: executionSchema
      .optional()
      .describe('How routes are carried out; default: one call after another until one answers'),
  })
  .describe('A routing strategy: a pipeline of policies; any value may be a range { $choice: […] }');

export type StrategyHead = z.infer<typeof strategyHeadSchema>;
