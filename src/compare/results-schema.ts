import { z } from 'zod';
import { candidate, choice } from './results/choice-schema.js';
import { curve, frontier, hull } from './results/frontier-schema.js';
import { judge } from './results/judge-schema.js';
import { gate } from './results/judgement-schema.js';
import { protocol } from './results/protocol-schema.js';
import { robustnessSchema } from './results/robustness-schema.js';
import { row } from './results/row-schema.js';
import { search } from './results/search-schema.js';
import { settingSweep } from './results/setting-sweep-schema.js';
import { streamed } from './results/streamed-schema.js';
import { estimate, parameters } from './results/value-schema.js';
import { audit, headroom, metric, workload } from './results/workload-schema.js';

/** The version this tool writes; older ones it reads are listed in the docs, newer ones are refused. */
export const RESULTS_VERSION = 1;

/** results.json, whole. */
export const resultsSchema = z
  .strictObject({
    schemaVersion: z.literal(RESULTS_VERSION),
    tool: z.strictObject({ name: z.string(), version: z.string() }),
    experiment: z.strictObject({ name: z.string(), file: z.string(), synthetic: z.boolean() }),
    inputs: z.strictObject({
      hash: z.string(),
      files: z.array(z.strictObject({ role: z.string(), path: z.string(), sha256: z.string() })),
      scorer: parameters.exactOptional(),
    }),
    protocol,
    judges: z.array(judge).exactOptional(),
    streamed: streamed.exactOptional(),
    workload,
    headroom,
    audits: z.array(audit),
    robustness: robustnessSchema(estimate),
    metrics: z.array(metric),
    rows: z.array(row),
    front: z.array(z.string()),
    hull,
    curves: z.array(curve),
    // Added after the first results were written: those had none.
    settingSweeps: z.array(settingSweep).default([]),
    frontiers: z.array(frontier),
    candidates: z.array(candidate),
    search: z.array(search).default([]),
    choice,
    // Added after the first results were written: those had none.
    gates: z.array(gate).default([]),
    verdict: z.string(),
  })
  .describe('The results of a run: the one file every view is made from');
