import { z } from 'zod';
import type { Results } from '../domain/results.js';
import { UserError } from '../domain/user-error.js';

/** The version this tool writes; older ones it reads are listed in the docs, newer ones are refused. */
export const RESULTS_VERSION = 1;

const number = z.number();
const maybe = number.nullable();
const share = z.number();
const parameters = z.record(z.string(), z.json());

const estimate = z
  .strictObject({ value: maybe, low: maybe, high: maybe, n: number })
  .describe('A value with its interval; null is not available');

const unit = z.enum(['fraction', 'usd', 'calls', 'ms', 'ratio', 'count']);

const judgement = z.strictObject({
  text: z.string(),
  verdict: z.enum(['pass', 'fail', 'undecided']),
  observed: estimate,
  limit: number,
  unit,
  shortBy: number,
});

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
});

const row = z.strictObject({
  id: z.string(),
  label: z.string(),
  kind: z.enum(['router', 'module', 'decisions', 'control']),
  marks: z.array(z.enum(['reads_outcomes', 'in_sample', 'expected_value', 'matched', 'single_model'])),
  description: z.string(),
  strategy: z.string().optional(),
  candidate: z.string().optional(),
  parameters: parameters.optional(),
  metrics: z.record(z.string(), estimate),
  versusReference: versus.nullable(),
  byCategory: z.array(
    z.strictObject({ category: z.string(), n: number, quality: estimate, cost: estimate, difference: estimate }),
  ),
  shares: z.array(z.strictObject({ modelId: z.string(), share })),
  coverage: z.strictObject({ evaluable: number, of: number, bounds: z.tuple([number, number]).nullable() }),
  router: z.strictObject({ decisionHash: z.string(), bytes: number, p50Ms: number, p99Ms: number }).optional(),
  constraints: z.array(judgement),
});

const testVerdict = z.enum(['confirmed', 'contradicted', 'undecided']);

const choice = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('chosen'), rowId: z.string(), why: z.string(), confidence: z.string(), test: testVerdict }),
  z.strictObject({
    kind: z.literal('tie'),
    rowId: z.string(),
    with: z.array(z.string()),
    why: z.string(),
    confidence: z.string(),
    test: testVerdict,
  }),
  z.strictObject({ kind: z.literal('undecided'), nearest: z.string(), why: z.string() }),
  z.strictObject({ kind: z.literal('infeasible'), nearest: z.string(), why: z.string() }),
  z.strictObject({ kind: z.literal('none'), why: z.string() }),
]);

const protocol = z.strictObject({
  split: parameters,
  parts: z.array(
    z.strictObject({ part: z.enum(['train', 'validation', 'test', 'all']), queries: number, groups: number, complete: maybe }),
  ),
  reportedOn: z.enum(['all', 'test']),
  chosenOn: z.literal('validation').nullable(),
  bootstrap: z.strictObject({ replicates: number, seed: number, confidence: number, unit: z.literal('group') }),
  rightAt: z.enum(['any', 'full']),
  scorer: z.strictObject({ type: z.string(), version: number }),
  costUnit: z.enum(['usd', 'calls']),
  costModel: z.string().nullable(),
  reference: z.string(),
  pair: z.strictObject({ weak: z.string(), strong: z.string() }).nullable(),
  objective: z.string(),
  samples: number,
  pricedAt: z.string().nullable(),
  priceSource: z.string().nullable(),
});

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

/** results.json, whole. */
export const resultsSchema = z
  .strictObject({
    schemaVersion: z.literal(RESULTS_VERSION),
    tool: z.strictObject({ name: z.string(), version: z.string() }),
    experiment: z.strictObject({ name: z.string(), file: z.string(), synthetic: z.boolean() }),
    inputs: z.strictObject({
      hash: z.string(),
      files: z.array(z.strictObject({ role: z.string(), path: z.string(), sha256: z.string() })),
    }),
    protocol,
    workload: z.strictObject({
      queries: number,
      categories: z.array(z.strictObject({ category: z.string(), n: number })),
      models: z.array(modelSummary),
      oldestRecordedAt: z.string().nullable(),
      newestRecordedAt: z.string().nullable(),
    }),
    headroom: z.strictObject({
      bestSingle: z.strictObject({ modelId: z.string(), quality: number }),
      oracleQuality: number,
      choiceMatters: number,
      anyRight: number,
    }),
    audits: z.array(z.strictObject({ id: z.string(), level: z.enum(['note', 'warn', 'error']), message: z.string() })),
    metrics: z.array(
      z.strictObject({
        name: z.string(),
        title: z.string(),
        unit,
        better: z.enum(['higher', 'lower', 'neither']),
        definition: z.string(),
        source: z.string(),
      }),
    ),
    rows: z.array(row),
    front: z.array(z.string()),
    hull: z.array(z.strictObject({ rowId: z.string(), cost: number, quality: number })),
    curves: z.array(
      z.strictObject({
        rowId: z.string(),
        label: z.string(),
        points: z.array(z.strictObject({ strongShare: share, quality: number, cost: maybe })),
        apgr: estimate,
        apgrQuantile: estimate,
        cpt50: estimate,
        cpt80: estimate,
      }),
    ),
    candidates: z.array(
      z.strictObject({
        id: z.string(),
        strategy: z.string(),
        parameters,
        quality: estimate,
        cost: estimate,
        objective: maybe,
        constraints: z.array(judgement),
        selected: z.boolean(),
      }),
    ),
    choice,
    verdict: z.string(),
  })
  .describe('The results of a run: the one file every view is made from');

/**
 * Parsed JSON as results.
 *
 * @throws UserError for another schema version or a damaged file, naming the members that are wrong
 */
export function parseResults(json: unknown): Results {
  const version = (json as { schemaVersion?: unknown } | null)?.schemaVersion;
  if (version !== RESULTS_VERSION) {
    throw new UserError({
      field: 'schemaVersion',
      message: 'not results that this version reads',
      value: JSON.stringify(version) ?? 'missing',
      accepted: String(RESULTS_VERSION),
    });
  }
  const parsed = resultsSchema.safeParse(json);
  if (parsed.success) return parsed.data as Results;
  throw new UserError(
    parsed.error.issues.slice(0, 20).map(({ path, message }) => ({ field: path.map(String).join('.'), message })),
  );
}
