import { z } from 'zod';
import { beforehand } from './beforehand-schema.js';
import { confusion } from './confusion-schema.js';
import { judgement } from './judgement-schema.js';
import { online } from './online-schema.js';
import { estimate, maybe, number, parameters } from './value-schema.js';

const versus = z.strictObject({
  quality: estimate,
  retention: estimate,
  cost: estimate,
  savings: estimate,
  timesCheaper: estimate,
  test: z
    .strictObject({ name: z.enum(['mcnemar_exact', 'sign_flip']), pValue: number, log10P: number, pAdjusted: number })
    .nullable(),
  minimumDetectable: maybe,
  nonInferiority: z.strictObject({
    difference: estimate,
    verdict: z.enum(['non_inferior', 'inferior', 'undecided']),
    equivalent: z.boolean(),
  }),
});

export const row = z.strictObject({
  id: z.string(),
  label: z.string(),
  kind: z.enum(['router', 'module', 'decisions', 'control']),
  marks: z.array(
    z.enum(['reads_outcomes', 'in_sample', 'expected_value', 'matched', 'single_model', 'crossfit', 'procedure', 'sequential']),
  ),
  description: z.string(),
  strategy: z.string().exactOptional(),
  candidate: z.string().exactOptional(),
  parameters: parameters.exactOptional(),
  folds: z.array(z.strictObject({ fold: z.string(), candidate: z.string(), parameters })).exactOptional(),
  metrics: z.record(z.string(), estimate),
  versusReference: versus.nullable(),
  byCategory: z.array(
    z.strictObject({ category: z.string(), n: number, quality: estimate, cost: estimate, difference: estimate }),
  ),
  shares: z.array(z.strictObject({ modelId: z.string(), share: number })),
  coverage: z.strictObject({ evaluable: number, of: number, bounds: z.tuple([number, number]).nullable() }),
  reliability: z
    .strictObject({
      n: number,
      error: number,
      bins: z.array(z.strictObject({ from: number, to: number, n: number, predicted: number, actual: number })),
    })
    .exactOptional(),
  confusions: z.array(confusion).exactOptional(),
  beforehand: beforehand.exactOptional(),
  router: z.strictObject({ decisionHash: z.string(), bytes: number, p50Ms: number, p99Ms: number }).exactOptional(),
  constraints: z.array(judgement),
  violations: number.exactOptional(),
  online: online.exactOptional(),
  probabilityBest: maybe,
});
