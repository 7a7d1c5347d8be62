import type { Estimate } from '../../src/domain/estimate.js';
import type {
  CandidateRow,
  CategoryCell,
  ConstraintJudgement,
  Curve,
  Frontier,
  GateJudgement,
  MetricDefinition,
  ResultRow,
  Results,
  SearchSummary,
  VersusReference,
} from '../../src/domain/results.js';
import type { Robustness } from '../../src/domain/robustness.js';

const N = 400;

/** An estimate with an interval of `half` either way. */
export function anEstimate(value: number, half = 0.02, n = N): Estimate {
  return { value, low: value - half, high: value + half, n };
}

export const MISSING: Estimate = { value: null, low: null, high: null, n: 0 };

interface RowFacts {
  readonly quality: number;
  readonly costPer1k: number;
  readonly p50: number;
  readonly p95: number;
  readonly shares: readonly [small: number, onprem: number, frontier: number];
  readonly more?: Partial<ResultRow>;
}

const MODELS = ['acme/small', 'house/onprem', 'acme/frontier'] as const;
const CATEGORIES = [
  { category: 'faq', n: 180 },
  { category: 'legal clause', n: 208 },
  { category: 'greeting', n: 12 },
] as const;

/** A row of a comparison whose reference has quality 0.85 at $4.00 per 1,000 queries. */
export function aRow(id: string, label: string, { quality, costPer1k, p50, p95, shares, more }: RowFacts): ResultRow {
  return {
    id,
    label,
    kind: 'control',
    marks: [],
    description: `About ${label}.`,
    metrics: {
      'quality.mean': anEstimate(quality, 0.03),
      'cost.mean': anEstimate(costPer1k / 1000, costPer1k / 20_000),
      'cost.per1k': anEstimate(costPer1k, costPer1k / 20),
      'latency.p50': { value: p50, low: p50 - 20, high: p50 + 20, n: N },
      'latency.p95': { value: p95, low: p95 - 100, high: p95 + 100, n: N },
      'regret.quality': anEstimate(0.93 - quality, 0.01),
      'gain.random_at_shares': id.startsWith('router:') ? anEstimate(0.066) : MISSING,
      'rate.fallback': anEstimate(0.004, 0.002),
      'rate.failed': { value: 0, low: 0, high: 0.01, n: N },
      'rate.refused': { value: 0, low: 0, high: 0, n: N },
    },
    versusReference: id === 'single:acme/frontier' ? null : versus(quality - 0.85, costPer1k),
    byCategory: CATEGORIES.map((one, index) => cell(one, quality, [-0.01, quality - 0.85, 0.083][index] ?? 0)),
    shares: MODELS.map((modelId, index) => ({ modelId, share: shares[index] ?? 0 })),
    coverage: { evaluable: N, of: N, bounds: null },
    constraints: [],
    probabilityBest: null,
    ...more,
  };
}

function cell({ category, n }: { category: string; n: number }, quality: number, difference: number): CategoryCell {
  return {
    category,
    n,
    quality: anEstimate(quality, 0.05, n),
    cost: anEstimate(0.001, 0.0001, n),
    difference: anEstimate(difference, 0.03, n),
  };
}

function versus(difference: number, costPer1k: number): VersusReference {
  return {
    quality: anEstimate(difference, 0.021),
    retention: anEstimate(1 + difference / 0.85),
    cost: anEstimate((costPer1k - 4) / 1000, 0.0001),
    savings: anEstimate(1 - costPer1k / 4),
    timesCheaper: anEstimate(4 / costPer1k, 0.2),
    test: {
      name: 'mcnemar_exact',
      pValue: difference < -0.03 ? 1e-9 : 0.31,
      log10P: difference < -0.03 ? -9 : -0.51,
      pAdjusted: difference < -0.03 ? 2e-9 : 0.62,
    },
    minimumDetectable: 0.031,
    nonInferiority: {
      difference: anEstimate(difference, 0.021),
      verdict: difference - 0.021 > -0.03 ? 'non_inferior' : difference + 0.021 < -0.03 ? 'inferior' : 'undecided',
      equivalent: Math.abs(difference) + 0.021 < 0.03,
    },
  };
}

function judged(quality: number, verdict: ConstraintJudgement['verdict']): ConstraintJudgement[] {
  return [
    {
      text: 'quality ≥ 95 % of acme/frontier',
      verdict,
      observed: anEstimate(quality / 0.85),
      limit: 0.95,
      unit: 'ratio',
      shortBy: verdict === 'fail' ? 0.1 : 0,
    },
    { text: 'p95 latency ≤ 3000 ms', verdict: 'pass', observed: anEstimate(1840, 60), limit: 3000, unit: 'ms', shortBy: 0 },
  ];
}

function router(
  name: string,
  quality: number,
  verdict: ConstraintJudgement['verdict'],
  parameters: ResultRow['parameters'] = {},
) {
  return {
    kind: 'router',
    strategy: name,
    candidate: `${name}#1`,
    parameters,
    router: { decisionHash: 'c0ffee'.padEnd(64, '0'), bytes: 1204, p50Ms: 0.004, p99Ms: 0.02 },
    constraints: judged(quality, verdict),
    probabilityBest: verdict === 'pass' ? 0.97 : 0.03,
  } as const;
}

const SINGLE = { marks: ['single_model'] } as const;

function rows(): ResultRow[] {
  return [
    aRow('router:by-task', 'by-task', {
      quality: 0.846,
      costPer1k: 1.12,
      p50: 640,
      p95: 1840,
      shares: [0.5, 0.28, 0.22],
      more: router('by-task', 0.846, 'pass'),
    }),
    aRow('router:by-length', 'by-length', {
      quality: 0.79,
      costPer1k: 2.5,
      p50: 1120,
      p95: 12_345,
      shares: [0.4, 0, 0.6],
      more: router('by-length', 0.79, 'fail', { 'rules[0].when.prompt.tokens.$gt': 120 }),
    }),
    aRow('single:acme/frontier', 'acme/frontier', {
      quality: 0.85,
      costPer1k: 4,
      p50: 1150,
      p95: 2900,
      shares: [0, 0, 1],
      more: SINGLE,
    }),
    aRow('single:house/onprem', 'house/onprem', {
      quality: 0.7,
      costPer1k: 0.4,
      p50: 700,
      p95: 1500,
      shares: [0, 1, 0],
      more: SINGLE,
    }),
    aRow('single:acme/small', 'acme/small', {
      quality: 0.62,
      costPer1k: 0.031,
      p50: 300,
      p95: 480,
      shares: [1, 0, 0],
      more: SINGLE,
    }),
    aRow('control:random_at_shares', 'random at same shares', {
      quality: 0.78,
      costPer1k: 1.2,
      p50: 650,
      p95: 2100,
      shares: [0.5, 0.28, 0.22],
      more: { marks: ['expected_value', 'matched'] },
    }),
    aRow('control:prompt_length', 'prompt length', {
      quality: 0.71,
      costPer1k: 1.12,
      p50: 500,
      p95: 2500,
      shares: [0.75, 0, 0.25],
      more: { marks: ['matched'] },
    }),
    aRow('control:oracle', 'oracle (cheapest if none right)', {
      quality: 0.93,
      costPer1k: 0.62,
      p50: 430,
      p95: 1500,
      shares: [0.7, 0.2, 0.1],
      more: { marks: ['reads_outcomes'] },
    }),
  ];
}

function definition(
  name: string,
  title: string,
  unit: MetricDefinition['unit'],
  better: MetricDefinition['better'],
): MetricDefinition {
  return { name, title, unit, better, definition: `What ${title.toLowerCase()} is.`, source: 'a hand-written sample' };
}

function candidate(id: string, strategy: string, selected: boolean, tokens: number): CandidateRow {
  return {
    id,
    strategy,
    parameters: { 'rules[0].when.prompt.tokens.$gt': tokens },
    quality: anEstimate(0.8),
    cost: anEstimate(0.0021, 0.0001),
    objective: -0.0021,
    constraints: judged(0.8, 'undecided'),
    selected,
  };
}

function curve(): Curve {
  const points = Array.from({ length: 21 }, (_, index) => {
    const strongShare = index / 20;
    return { strongShare, quality: 0.62 + 0.23 * strongShare ** 0.7, cost: 0.000031 + 0.004 * strongShare };
  });
  return {
    rowId: 'control:prompt_length',
    label: 'prompt length',
    points,
    apgr: anEstimate(0.56),
    apgrQuantile: anEstimate(0.57),
    cpt50: anEstimate(0.41),
    cpt80: MISSING,
  };
}

/** A search that tried forty of two hundred candidates and was flattered a little. */
export function aSearch(replaced: Partial<SearchSummary> = {}): SearchSummary {
  const pick = { parameters: { 'pipeline[0].rules[0].when.prompt.tokens.$gt': 120 }, objective: -0.0013 };
  return {
    strategy: 'by-length',
    from: 'strategies/length.yaml',
    method: 'tpe',
    budget: 40,
    seed: 7,
    patience: null,
    space: { candidates: 200, ranges: [{ name: 'pipeline[0].rules[0].when.prompt.tokens.$gt', values: 200 }] },
    tried: { candidates: 40, onValidation: 40, distinct: 31 },
    stopped: 'budget',
    rule: 'one_standard_error',
    standardError: 0.00012,
    within: 4,
    best: { ...pick, id: 'by-length#17', quality: anEstimate(0.83), cost: anEstimate(0.0013) },
    chosen: { ...pick, id: 'by-length#31', quality: anEstimate(0.84), cost: anEstimate(0.00135) },
    improvements: [
      { number: 1, id: 'by-length#90', objective: -0.0019 },
      { number: 12, id: 'by-length#17', objective: -0.0013 },
    ],
    optimism: {
      observed: { objective: anEstimate(-0.0001), quality: anEstimate(0.021), cost: anEstimate(0.0001) },
      expected: { objective: anEstimate(0.00002), quality: anEstimate(0.008), cost: anEstimate(-0.00002) },
    },
    maxStatistic: {
      reference: 'acme/frontier',
      candidates: 31,
      resamples: 500,
      best: { statistic: 3.9, pAdjusted: 0.002 },
      chosen: { statistic: 1.2, pAdjusted: 0.31 },
    },
    ...replaced,
  };
}

/** One router of the results: typos flip some decisions, one model can't be spared, another mix suits a rival. */
export function aRobustness(replaced: Partial<Robustness> = {}): Robustness {
  return {
    rows: [
      {
        rowId: 'router:by-task',
        perturbations: [
          { kind: 'typo', n: 400, flips: anEstimate(0.0225), quality: anEstimate(-0.111), cost: anEstimate(0.0012) },
          { kind: 'courtesy', n: 400, flips: { value: 0, low: 0, high: 0, n: 400 }, quality: MISSING, cost: MISSING },
        ],
        removals: [
          { modelId: 'acme/small', quality: anEstimate(0.05), cost: anEstimate(0.002), noAnswer: anEstimate(0) },
          { modelId: 'house/onprem', quality: anEstimate(-0.12), cost: anEstimate(-0.0001), noAnswer: anEstimate(0.25) },
        ],
        spending: [
          { modelId: 'acme/frontier', share: anEstimate(0.9) },
          { modelId: 'acme/small', share: anEstimate(0.1) },
        ],
        mix: { quality: [0.81, 0.88], cost: [0.0009, 0.0016] },
      },
    ],
    prices: [
      { modelId: null, factor: 0.8, candidate: 'by-task', sameChoice: true },
      { modelId: 'acme/frontier', factor: 1.2, candidate: null, sameChoice: false },
    ],
    mixSpread: 0.5,
    mix: {
      rowId: 'router:by-task',
      rival: 'router:by-length',
      lead: -0.0002,
      mix: [
        { category: 'billing', factor: 1.5 },
        { category: 'faq', factor: 0.5 },
      ],
      qualityMargin: -0.01,
    },
    ...replaced,
  };
}

/** Results as a run writes them: three models, two strategies, one chosen and confirmed; members can be replaced. */
export function aResults(replaced: Partial<Results> = {}): Results {
  return {
    schemaVersion: 1,
    tool: { name: 'routelab', version: '0.0.0-test' },
    experiment: { name: 'desk', file: 'routelab.yaml', synthetic: false },
    inputs: {
      hash: 'ab12cd34ef56'.padEnd(64, '0'),
      files: [{ role: 'dataset', path: 'datasets/desk.jsonl', sha256: 'fe'.repeat(32) }],
    },
    protocol: {
      split: { kind: 'holdout', train: 0.2, validation: 0.4, test: 0.4, groupBy: 'group', seed: 7 },
      parts: [
        { part: 'train', queries: 200, groups: 180, complete: 200 },
        { part: 'validation', queries: 400, groups: 371, complete: 400 },
        { part: 'test', queries: 402, groups: 370, complete: N },
      ],
      reportedOn: 'test',
      chosenOn: 'validation',
      folds: [],
      bootstrap: { replicates: 2000, seed: 7, confidence: 0.95, unit: 'group' },
      nonInferiority: { margin: 0.03, confidence: 0.95 },
      rightAt: 'full',
      scorer: { type: 'multiple_choice', version: 1 },
      costUnit: 'usd',
      costModel: null,
      reference: 'acme/frontier',
      pair: { weak: 'acme/small', strong: 'acme/frontier' },
      objective: 'minimise cost',
      samples: 1,
      pricedAt: '2026-11-01',
      priceSource: 'price list',
    },
    workload: {
      queries: 1002,
      categories: [...CATEGORIES],
      models: MODELS.map((modelId, index) => ({
        modelId,
        provider: modelId.split('/')[0] ?? '',
        tags: index === 1 ? ['on_prem'] : [],
        inputUsdPerMTok: index === 1 ? null : 0.1 * 30 ** (index / 2),
        outputUsdPerMTok: null,
        recorded: 1002,
        errors: index,
        refusals: 3,
      })),
      oldestRecordedAt: '2026-10-01T00:00:00.000Z',
      newestRecordedAt: '2026-10-03T00:00:00.000Z',
    },
    headroom: {
      bestSingle: { modelId: 'acme/frontier', quality: 0.85 },
      oracleQuality: 0.93,
      choiceMatters: 0.41,
      anyRight: 0.93,
    },
    audits: [
      { id: 'errors', level: 'note', message: 'acme/frontier: 2 of 1002 calls ended in an error' },
      { id: 'price_missing', level: 'warn', message: 'house/onprem has no price' },
    ],
    robustness: aRobustness(),
    metrics: [
      definition('quality.mean', 'Quality', 'fraction', 'higher'),
      definition('cost.per1k', 'Cost per 1,000 queries', 'usd', 'lower'),
    ],
    rows: rows(),
    front: ['single:acme/small', 'single:house/onprem', 'router:by-task', 'single:acme/frontier'],
    hull: [
      { rowId: 'single:acme/small', cost: 0.000031, quality: 0.62 },
      { rowId: 'single:house/onprem', cost: 0.0004, quality: 0.7 },
      { rowId: 'single:acme/frontier', cost: 0.004, quality: 0.85 },
    ],
    curves: [curve()],
    settingSweeps: [],
    frontiers: [aFrontier()],
    search: [aSearch()],
    candidates: [candidate('by-length#1', 'by-length', true, 120), candidate('by-length#0', 'by-length', false, 60)],
    choice: {
      kind: 'chosen',
      rowId: 'router:by-task',
      why: 'Best on validation: minimise cost.',
      confidence: 'No other strategy is within reach.',
      test: 'confirmed',
    },
    gates: gates(),
    verdict: 'Ship by-task: on 400 held-out queries it is 3.57 × cheaper than acme/frontier, quality −0.4 points [−2.5, +1.7].',
    ...replaced,
  };
}

/** A gate on the chosen row that passes; members can be replaced. */
export function aGate(replaced: Partial<GateJudgement> = {}): GateJudgement {
  return {
    text: 'quality.mean >= 0.8',
    verdict: 'pass',
    observed: anEstimate(0.846, 0.03),
    limit: 0.8,
    unit: 'fraction',
    shortBy: 0,
    level: 'error',
    rowId: 'router:by-task',
    confidence: 0.95,
    note: null,
    ...replaced,
  };
}

/** Gates of every verdict and level. */
function gates(): GateJudgement[] {
  return [
    aGate(),
    aGate({
      text: 'slice(legal clause).quality >= 0.75',
      verdict: 'undecided',
      observed: anEstimate(0.742, 0.1, 208),
      limit: 0.75,
      shortBy: 0.008,
    }),
    aGate({
      text: 'latency.p95 <= 1500ms',
      verdict: 'fail',
      level: 'warn',
      observed: { value: 1840, low: 1740, high: 1940, n: N },
      limit: 1500,
      unit: 'ms',
      shortBy: 340,
    }),
    aGate({
      text: 'audits.error == 0',
      observed: { value: 0, low: 0, high: 0, n: 2 },
      limit: 0,
      unit: 'count',
      rowId: null,
    }),
  ];
}

function aFrontier(): Frontier {
  return {
    id: 'frontier:single_models',
    label: 'single models (zero router)',
    part: 'test',
    points: [{ id: 'single:a/small', cost: 0.001, quality: 0.6, onHull: true }],
    metrics: { 'frontier.aiq': { value: 0.6, low: 0.55, high: 0.65, n: 40 } },
  };
}
