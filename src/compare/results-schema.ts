import { z } from 'zod';
import type { Json } from '../domain/json.js';
import type { Results } from '../domain/results.js';
import { type Problem, UserError } from '../domain/user-error.js';
import { robustnessSchema } from './robustness-schema.js';

/** The version this tool writes; older ones it reads are listed in the docs, newer ones are refused. */
export const RESULTS_VERSION = 1;

const number = z.number();
const maybe = number.nullable();
const share = z.number();
// zod's own JSON type is mutable; ours is what the results promise.
export const json: z.ZodType<Json> = z.json();
const parameters = z.record(z.string(), json);

export const estimate = z
  .strictObject({ value: maybe, low: maybe, high: maybe, n: number })
  .describe('A value with its interval; null is not available');

export const unit = z.enum(['fraction', 'usd', 'calls', 'ms', 'ratio', 'count']);

const judgement = z.strictObject({
  text: z.string(),
  verdict: z.enum(['pass', 'fail', 'undecided']),
  observed: estimate,
  limit: number,
  unit,
  shortBy: number,
});

export const gate = judgement.extend({
  level: z.enum(['warn', 'error']),
  rowId: z.string().nullable(),
  confidence: number,
  note: z.string().nullable(),
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
  nonInferiority: z.strictObject({
    difference: estimate,
    verdict: z.enum(['non_inferior', 'inferior', 'undecided']),
    equivalent: z.boolean(),
  }),
});

const row = z.strictObject({
  id: z.string(),
  label: z.string(),
  kind: z.enum(['router', 'module', 'decisions', 'control']),
  marks: z.array(z.enum(['reads_outcomes', 'in_sample', 'expected_value', 'matched', 'single_model', 'crossfit', 'procedure'])),
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
  shares: z.array(z.strictObject({ modelId: z.string(), share })),
  coverage: z.strictObject({ evaluable: number, of: number, bounds: z.tuple([number, number]).nullable() }),
  reliability: z
    .strictObject({
      n: number,
      error: number,
      bins: z.array(z.strictObject({ from: number, to: number, n: number, predicted: number, actual: number })),
    })
    .exactOptional(),
  router: z.strictObject({ decisionHash: z.string(), bytes: number, p50Ms: number, p99Ms: number }).exactOptional(),
  constraints: z.array(judgement),
  probabilityBest: maybe,
});

const tiedPair = z.strictObject({
  between: z.tuple([z.string(), z.string()]),
  difference: estimate,
  queriesNeeded: maybe,
  more: maybe,
});

const pick = z.strictObject({ id: z.string(), parameters, objective: maybe, quality: estimate, cost: estimate });
const optimism = z.strictObject({ objective: estimate, quality: estimate, cost: estimate });
const corrected = z.strictObject({ statistic: number, pAdjusted: number });

const search = z.strictObject({
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

const testVerdict = z.enum(['confirmed', 'contradicted', 'undecided']);

const choice = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('chosen'), rowId: z.string(), why: z.string(), confidence: z.string(), test: testVerdict }),
  z.strictObject({
    kind: z.literal('tie'),
    rowId: z.string(),
    with: z.array(z.string()),
    settle: z.array(tiedPair),
    why: z.string(),
    confidence: z.string(),
    test: testVerdict,
  }),
  z.strictObject({ kind: z.literal('undecided'), nearest: z.string(), why: z.string() }),
  z.strictObject({ kind: z.literal('infeasible'), nearest: z.string(), why: z.string() }),
  z.strictObject({ kind: z.literal('none'), why: z.string() }),
]);

const scorerIdentity = z.strictObject({
  type: z.string(),
  version: number,
  options: parameters.exactOptional(),
  weight: number.exactOptional(),
  get parts() {
    return z.array(scorerIdentity).exactOptional();
  },
});

const protocol = z.strictObject({
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
      scorer: parameters.exactOptional(),
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
    robustness: robustnessSchema(estimate),
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
    frontiers: z.array(
      z.strictObject({
        id: z.string(),
        label: z.string(),
        part: z.enum(['validation', 'test', 'all']),
        points: z.array(z.strictObject({ id: z.string(), cost: number, quality: number, onHull: z.boolean() })),
        metrics: z.record(z.string(), estimate),
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
    search: z.array(search).default([]),
    choice,
    // Added after the first results were written: those had none.
    gates: z.array(gate).default([]),
    verdict: z.string(),
  })
  .describe('The results of a run: the one file every view is made from');

/** Problems named at most; a damaged file can hold thousands. */
const MOST_PROBLEMS = 20;

/**
 * Parsed JSON as results.
 *
 * @throws UserError for another schema version or a damaged file, naming the members that are wrong
 */
export function parseResults(json: unknown): Results {
  checkVersion(json);
  const parsed = resultsSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const { issues } = parsed.error;
  const more = issues.length - MOST_PROBLEMS;
  throw new UserError([
    ...issues.slice(0, MOST_PROBLEMS).map((issue) => problemOf(json, issue)),
    ...(more > 0 ? [{ message: `${more} more` }] : []),
  ]);
}

function checkVersion(json: unknown): void {
  if (json === null || typeof json !== 'object' || Array.isArray(json) || !('schemaVersion' in json)) {
    throw new UserError({
      message: 'these are not results',
      accepted: 'a results.json that routelab run wrote',
    });
  }
  const { schemaVersion } = json;
  if (schemaVersion === RESULTS_VERSION) return;
  const newer = typeof schemaVersion === 'number' && schemaVersion > RESULTS_VERSION;
  throw new UserError({
    field: 'schemaVersion',
    message: newer ? 'results of a newer version of the tool' : 'results of a version this tool does not read',
    value: JSON.stringify(schemaVersion),
    accepted: String(RESULTS_VERSION),
    hint: newer ? 'update the tool' : 'run the experiment again: routelab run',
  });
}

function problemOf(json: unknown, issue: z.core.$ZodIssue): Problem {
  const value = at(json, issue.path);
  const shown = value === undefined ? {} : { value: shorten(JSON.stringify(value)) };
  const accepted = issue.code === 'invalid_value' ? { accepted: issue.values.map(String).join(', ') } : {};
  return { field: issue.path.map(String).join('.'), message: issue.message, ...shown, ...accepted };
}

/** What stands at a path; undefined where nothing does. */
function at(json: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (value, key) => (value !== null && typeof value === 'object' ? Reflect.get(value, key) : undefined),
    json,
  );
}

function shorten(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text;
}
