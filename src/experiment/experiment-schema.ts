import { z } from 'zod';
import { controls } from '../replay/control/index.js';
import { confidenceSchema, constraintsSchema } from './constraint/constraint-schema.js';
import { splitSchema } from './split/split-schema.js';

const confidence = confidenceSchema;

/** Baselines by name. */
export const baselineNames = controls.map(({ name }) => name);

/** Baselines of an experiment that names none. */
export const usualBaselines = controls.filter(({ onRequest }) => onRequest !== true).map(({ name }) => name);

const objectiveSchema = z.union([
  z.strictObject({ minimize: z.literal('cost') }),
  z.strictObject({ maximize: z.literal('quality') }),
  z.strictObject({
    utility: z.strictObject({
      per_usd: z.number().nonnegative().describe('Quality given up for one USD'),
      per_second: z.number().nonnegative().describe('Quality given up for one second'),
    }),
  }),
]);

const gateSchema = z.union([
  z.string().min(1),
  z.strictObject({
    gate: z.string().min(1).describe('quality.mean >= 0.8'),
    level: z
      .enum(['warn', 'error'])
      .optional()
      .describe('error (the default) ends in exit code 3 when the gate fails; warn only says so'),
    confidence,
  }),
]);

const onlineSchema = z.strictObject({
  seeds: z.number().int().min(20).max(1000).optional().describe('Walks over the stream, each with chance of its own; default 20'),
  feedback: z
    .strictObject({
      from: z.enum(['gold', 'judge', 'user']).optional().describe('gold (default, optimistic), the recorded judge, or a thumb'),
      delay_queries: z.number().int().min(0).max(100_000).optional().describe('Requests routed before a rating is known'),
      delay_seconds: z.number().min(0).optional().describe('Time between the answer and its rating'),
      noise: z.number().min(0).max(0.5).optional().describe('Chance that a rating is turned round'),
      rate: z.number().gt(0).max(1).optional().describe('Chance that an answer is rated at all; default 1'),
    })
    .optional(),
  degrade: z
    .strictObject({
      model: z.string().min(1),
      from: z.number().gt(0).lt(1).optional().describe('Share of the stream after which the model is worse; default 0.5'),
      factor: z.number().min(0).lt(1).optional().describe('What its qualities are multiplied with then; default 0.5'),
    })
    .optional()
    .describe('A second replay in which a model gets worse on the way'),
});

/** The experiment file. */
export const experimentSchema = z
  .strictObject({
    $schema: z.string().optional(),
    name: z.string().min(1).optional(),
    dataset: z.string().min(1).describe('Labelled queries, relative to this file'),
    recordings: z.string().min(1).describe('Folder of recordings, one file a model'),
    models: z.string().min(1).describe('Models and prices'),
    scorer: z.looseObject({ type: z.string().min(1) }).describe('How answers become quality'),
    split: splitSchema.optional(),
    strategies: z
      .array(z.string().min(1))
      .optional()
      .describe('Strategy files, or a router.json, which is measured as it is; * stands for any name'),
    decisions: z
      .array(z.string().min(1))
      .optional()
      .describe('Decisions files of other strategies, compared but never chosen; * stands for any name'),
    baselines: z.array(z.enum(baselineNames as [string, ...string[]])).optional(),
    reference: z.string().min(1).optional().describe('The model used today'),
    pair: z.strictObject({ weak: z.string().min(1), strong: z.string().min(1) }).optional(),
    objective: objectiveSchema.optional(),
    constraints: constraintsSchema.optional(),
    gates: z
      .array(gateSchema)
      .optional()
      .describe('Promises the reported numbers must keep, such as quality.mean >= 0.8 or slice(code).quality >= 0.75'),
    cost: z
      .union([z.strictObject({ by: z.literal('usd') }), z.strictObject({ by: z.literal('calls'), model: z.string().min(1) })])
      .optional(),
    right_at: z.enum(['any', 'full']).optional().describe('Quality at which an answer counts as right: above 0, or 1'),
    bootstrap: z
      .strictObject({
        replicates: z.number().int().min(100).max(100_000).optional(),
        seed: z.number().int().nonnegative().optional(),
        confidence: z.number().gt(0.5).lt(1).optional(),
      })
      .optional(),
    non_inferiority: z
      .strictObject({
        margin: z.number().positive().lt(1).optional().describe('Quality given up that still counts as no worse; default 0.01'),
        confidence,
      })
      .optional()
      .describe('When a row counts as no worse than the reference'),
    online: onlineSchema.optional().describe('How strategies that learn or pace while they run are replayed'),
    record: z
      .strictObject({
        samples: z.number().int().min(1).max(1000).optional().describe('Recordings of each query by each model; default 1'),
        max_age_days: z.number().positive().optional().describe('Older recordings are stale'),
        env_file: z.string().min(1).optional().describe('File of NAME=value lines that hold keys; never committed'),
      })
      .optional()
      .describe('How missing recordings are made by routelab record'),
    on_missing: z.enum(['skip', 'fail']).optional(),
    synthetic: z.boolean().optional().describe('The data is made up: every report says so'),
    export: z.array(z.looseObject({ target: z.string().min(1) })).optional(),
  })
  .describe('A RouteLab experiment');

export type ExperimentFile = z.input<typeof experimentSchema>;
export type ParsedExperiment = z.output<typeof experimentSchema>;
