import { z } from 'zod';
import { gate } from '../../compare/results/judgement-schema.js';
import { estimate, json, unit } from '../../compare/results/value-schema.js';

const number = z.number();
const measure = z.enum(['quality', 'cost', 'latency']);
const both = <S extends z.ZodType>(schema: S) => z.tuple([schema, schema]);
const named = z.strictObject({ id: z.string(), label: z.string() });

const change = z.strictObject({
  measure,
  unit,
  base: estimate,
  head: estimate,
  difference: estimate.describe('Head minus base'),
  method: z.enum(['paired', 'independent']),
  test: z
    .strictObject({
      name: z.enum(['mcnemar_exact', 'sign_flip', 'bootstrap', 'normal']),
      pValue: number,
      pAdjusted: number.describe('Holm-corrected'),
    })
    .nullable(),
  verdict: z.enum(['better', 'worse', 'unclear', 'unchanged', 'unavailable', 'incomparable']),
  beyondTolerance: z.boolean(),
});

const queryChange = z.strictObject({
  queryId: z.string(),
  category: z.string().nullable(),
  quality: both(number),
  cost: both(number.nullable()),
  calls: both(z.string().nullable()),
  reason: z.string().nullable(),
});

const row = z.strictObject({
  baseId: z.string(),
  headId: z.string(),
  label: z.string(),
  kind: z.enum(['router', 'module', 'decisions', 'control']),
  ships: z.boolean(),
  settings: z.array(z.strictObject({ name: z.string(), base: json.nullable(), head: json.nullable() })),
  changes: z.array(change),
  slices: z.array(z.strictObject({ category: z.string(), n: both(number), quality: change, cost: change })),
  decisions: z
    .strictObject({
      queries: number,
      changed: number,
      better: number.nullable(),
      worse: number.nullable(),
      regressions: z.array(queryChange),
      improvements: z.array(queryChange),
    })
    .nullable(),
});

const identity = z.strictObject({
  file: z.string(),
  experiment: z.string(),
  tool: z.string(),
  inputsHash: z.string(),
  ships: named.nullable(),
  verdict: z.string(),
  queries: number,
});

/** What `routelab compare --format json` prints. */
export const runComparisonSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    base: identity,
    head: identity,
    identical: z.boolean(),
    synthetic: z.boolean(),
    differences: z.array(
      z.strictObject({
        what: z.string(),
        base: z.string(),
        head: z.string(),
        effect: z.enum(['incomparable', 'caution', 'note']),
        affects: z.array(measure),
        message: z.string(),
      }),
    ),
    inputs: z.array(z.strictObject({ role: z.string(), path: z.string(), change: z.enum(['changed', 'added', 'removed']) })),
    pairing: z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('paired'), queries: number, groups: number }),
      z.strictObject({ kind: z.literal('independent'), why: z.string() }),
    ]),
    confidence: number,
    costUnit: z.enum(['usd', 'calls']),
    tolerance: z.strictObject({ quality: number.nullable(), cost: number.nullable(), latency: number.nullable() }),
    rows: z.array(row),
    added: z.array(named),
    removed: z.array(named),
    gates: z.array(z.strictObject({ head: gate, base: z.enum(['pass', 'fail', 'undecided']).nullable() })),
  })
  .describe('Two runs held against each other');
