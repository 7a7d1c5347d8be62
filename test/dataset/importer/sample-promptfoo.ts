/** A result of promptfoo, as `EvaluateSummaryV3` has it. */
export interface SampleResult {
  readonly test: number;
  readonly provider: string;
  readonly label?: string;
  readonly prompt?: string;
  readonly template?: string;
  readonly facts?: Readonly<Record<string, unknown>>;
  readonly response?: Readonly<Record<string, unknown>>;
  readonly vars?: Readonly<Record<string, unknown>>;
  readonly metadata?: Readonly<Record<string, unknown>>;
  readonly assert?: readonly object[];
}

const ASSERT = [{ type: 'contains', value: 'x' }];

/** One result: an answer that passed, unless told otherwise. */
export function promptfooRow(of: SampleResult): Record<string, unknown> {
  const vars = of.vars ?? { question: `q${of.test}` };
  return {
    cost: 0.002,
    gradingResult: { pass: true, score: 1, reason: 'All assertions passed', componentResults: [{ pass: true, score: 1 }] },
    id: `id-${of.test}-${of.provider}`,
    latencyMs: 120,
    namedScores: {},
    prompt: { raw: of.prompt ?? `Answer q${of.test}`, label: of.template ?? 'Answer {{question}}' },
    promptId: 'p',
    promptIdx: 0,
    provider: { id: of.provider, label: of.label ?? '' },
    response: {
      output: 'an x',
      tokenUsage: { total: 30, prompt: 20, completion: 10, numRequests: 1 },
      cached: false,
      ...of.response,
    },
    score: 1,
    success: true,
    testCase: { vars, assert: of.assert ?? ASSERT, options: {}, metadata: of.metadata ?? {} },
    testIdx: of.test,
    vars,
    metadata: {},
    failureReason: 0,
    ...of.facts,
  };
}

/** An export of `promptfoo eval -o results.json`. */
export function promptfooExport(rows: readonly object[], prompts: readonly string[] = ['Answer {{question}}']): string {
  const results = {
    version: 3,
    timestamp: '2026-01-01T00:00:00.000Z',
    prompts: prompts.map((raw) => ({ raw, label: raw, id: raw, provider: 'p', metrics: { score: 1, cost: 0 } })),
    results: rows,
    stats: { successes: rows.length, failures: 0, errors: 0 },
  };
  return JSON.stringify(
    { evalId: 'eval-1', results, config: { tests: [], results: [{ results: [] }] }, shareableUrl: null },
    null,
    2,
  );
}
