import { describe, expect, it } from 'vitest';
import type { Constraint } from '../../../src/compare/constraint.js';
import type { ConstraintJudgement } from '../../../src/domain/results.js';
import { constraintsSchema } from '../../../src/experiment/constraint/constraint-schema.js';
import { constraintsOf } from '../../../src/experiment/constraint/constraints-of.js';
import { wilsonInterval } from '../../../src/stats/wilson.js';
import { aDataset, anExperiment, aStrategy, runOn } from '../../support/an-experiment.js';
import { plainTable, type Sample, tableOf } from '../../support/table-of.js';

const MODELS = {
  models: ['small', 'large'].map((id) => ({ id, provider: 'p', name: id, tags: id === 'small' ? ['cheap'] : [] })),
};
const read = (constraints: unknown, cost: 'usd' | 'calls' = 'usd') =>
  constraintsOf(constraintsSchema.parse(constraints), MODELS, cost);

describe('constraints of a file', () => {
  it('are read in a fixed order, with their defaults', () => {
    const file = {
      refused: { at_most: 0 },
      failed: { at_most: 0.02, confidence: 0.9 },
      share: [
        { model: 'large', at_most: 0.2 },
        { models: { tags: 'cheap' }, at_least: 0.5 },
      ],
      latency_p95: { at_most: 1.2, of: 'reference' },
      latency_p95_ms: { at_most: 900 },
      budget: { usd: 500, queries: 100_000 },
      cost: { at_most: 2 },
      quality_by_category: { code: { at_least: 0.75 }, each: { at_least: 0.9, of: 'reference' } },
      quality: { at_least: 0.8 },
    };
    expect(read(file)).toEqual([
      { kind: 'quality', atLeast: 0.8, of: 'absolute', confidence: 0.95 },
      { kind: 'category_quality', category: 'code', atLeast: 0.75, of: 'absolute', confidence: 0.95 },
      { kind: 'category_quality', category: null, atLeast: 0.9, of: 'reference', confidence: 0.95 },
      { kind: 'cost', atMost: 2, of: 'usd_per_1k', confidence: 0.95 },
      { kind: 'budget', usd: 500, queries: 100_000, confidence: 0.95 },
      { kind: 'latency', percentile: 95, atMostMs: 900, confidence: 0.95 },
      { kind: 'relative_latency', percentile: 95, atMost: 1.2, confidence: 0.95 },
      { kind: 'share', models: ['large'], label: 'large', direction: 'at_most', limit: 0.2, confidence: 0.95 },
      { kind: 'share', models: ['small'], label: 'tag cheap', direction: 'at_least', limit: 0.5, confidence: 0.95 },
      { kind: 'rate', rate: 'failed', atMost: 0.02, confidence: 0.9 },
      { kind: 'rate', rate: 'refused', atMost: 0, confidence: 0.95 },
    ]);
  });

  it('name what is wrong', () => {
    expect(() => read({ share: { model: 'lrage', at_most: 0.2 } })).toThrow(/unknown model/);
    expect(() => read({ share: [{ models: { tags: 'chaep' }, at_most: 0.2 }] })).toThrow(/no model has this tag/);
    expect(() => read({ budget: { usd: 1, queries: 10 } }, 'calls')).toThrow(/a budget needs prices/);
    expect(constraintsSchema.safeParse({ share: { model: 'large' } }).success).toBe(false);
    expect(constraintsSchema.safeParse({ share: { model: 'large', at_most: 0.1, at_least: 0.1 } }).success).toBe(false);
    const percent = constraintsSchema.safeParse({ quality: { at_least: 95, of: 'reference' } });
    expect(percent.error?.issues[0]?.message).toBe('a share, like 0.95 for 95 %');
    expect(constraintsSchema.safeParse({ share: { model: 'large', models: ['small'], at_most: 0.1 } }).success).toBe(false);
    expect(constraintsSchema.safeParse({ latency_p95: { at_most: 1.2 } }).success).toBe(false);
  });
});

// 200 queries: even ones are code, answered rightly by large alone; odd ones are faq, answered rightly by both.
const SIZE = 200;
const dataset = aDataset(
  Array.from({ length: SIZE }, (_, i) => ({
    id: `q${i}`,
    prompt: `${i} ${i % 2 === 0 ? 'some code' : 'a question'}`,
    category: i % 2 === 0 ? 'code' : 'faq',
  })),
);
const table = plainTable(
  ['small', 'large'],
  Array.from({ length: SIZE }, (_, i) => [
    [i % 2 === 0 ? 0 : 1, 1e-3, 100 + i],
    [1, 1e-2, 200 + 2 * i],
  ]),
);
const byKind = aStrategy('by-kind', [
  { rules: [{ when: { 'prompt.text': { $contains: ['code'] } }, use: 'large' }, { use: 'small' }] },
]);
const small = aStrategy('small', [{ use: 'small' }]);

function judged(constraints: readonly Constraint[], strategy = byKind, outcomes = table): readonly ConstraintJudgement[] {
  const { body } = runOn(dataset, outcomes, [strategy], anExperiment({ reference: 'large', constraints }));
  return body.rows.find(({ kind }) => kind === 'router')?.constraints ?? [];
}
const one = (constraint: Constraint, strategy = byKind): ConstraintJudgement | undefined => judged([constraint], strategy)[0];
const confidence = 0.95;

describe('a floor by category', () => {
  const floor = { kind: 'category_quality', of: 'absolute', atLeast: 0.75, confidence } as const;

  it('is judged on the queries of the category alone', () => {
    const [code, faq] = judged(
      [
        { ...floor, category: 'code' },
        { ...floor, category: 'faq' },
      ],
      small,
    );
    expect(code).toMatchObject({
      text: 'quality in code ≥ 0.75',
      verdict: 'fail',
      observed: { value: 0, n: 100 },
      shortBy: 0.75,
    });
    expect(faq).toMatchObject({ text: 'quality in faq ≥ 0.75', verdict: 'pass', observed: { value: 1, n: 100 } });
    // Right on all of 100 groups: Wilson's bound, .963.
    expect(faq?.observed.low).toBeCloseTo(wilsonInterval(1, 100, confidence).low, 12);
  });

  it('for each category stands for those that are not named, by name', () => {
    const rows = judged([
      { ...floor, category: 'faq', atLeast: 0.9 },
      { ...floor, category: null },
    ]);
    expect(rows.map(({ text }) => text)).toEqual(['quality in faq ≥ 0.9', 'quality in code ≥ 0.75']);
  });

  it('against the reference is a ratio of paired qualities', () => {
    expect(one({ ...floor, category: 'code', of: 'reference' }, small)).toMatchObject({
      text: 'quality in code ≥ 75 % of large',
      unit: 'ratio',
      observed: { value: 0 },
    });
  });

  it('of a category that no query has is a mistake in the file', () => {
    expect(() => judged([{ ...floor, category: 'cod' }])).toThrow(
      expect.objectContaining({ problems: [expect.objectContaining({ value: 'cod', nearest: 'code' })] }),
    );
  });
});

describe('a budget', () => {
  it('is the mean cost times the queries it is for: $5.50 a thousand', () => {
    const budget = { kind: 'budget', queries: 100_000, confidence } as const;
    expect(one({ ...budget, usd: 700 })).toMatchObject({ text: 'bill of 100,000 queries ≤ $700', verdict: 'pass', unit: 'usd' });
    expect(one({ ...budget, usd: 700 })?.observed.value).toBeCloseTo(550, 9);
    expect(one({ ...budget, usd: 551 })?.verdict).toBe('undecided');
    expect(one({ ...budget, usd: 400 })).toMatchObject({ verdict: 'fail' });
    expect(one({ ...budget, usd: 400 })?.shortBy).toBeCloseTo(150, 9);
  });
});

describe('the share of a model', () => {
  const share = { kind: 'share', models: ['large'], label: 'large', confidence } as const;
  const bounds = wilsonInterval(0.5, SIZE, confidence);

  it('has Wilson’s interval, and a limit on either side', () => {
    const most = one({ ...share, direction: 'at_most', limit: 0.6 });
    expect(most).toMatchObject({ text: 'share of large ≤ 60 %', verdict: 'pass', unit: 'fraction', observed: { value: 0.5 } });
    expect(most?.observed.high).toBeCloseTo(bounds.high, 12);
    expect(one({ ...share, direction: 'at_most', limit: 0.55 })?.verdict).toBe('undecided');
    expect(one({ ...share, direction: 'at_most', limit: 0.4 })?.verdict).toBe('fail');
    expect(one({ ...share, direction: 'at_least', limit: 0.4 })?.verdict).toBe('pass');
    expect(one({ ...share, direction: 'at_least', limit: 0.6 })?.verdict).toBe('fail');
  });

  it('of several models is that of their queries together', () => {
    expect(one({ ...share, models: ['small', 'large'], direction: 'at_least', limit: 0.9 })?.observed.value).toBe(1);
  });
});

describe('rates', () => {
  const failing = (every: number) =>
    tableOf(
      ['small', 'large'],
      Array.from({ length: SIZE }, (_, i): Sample[][] => {
        const fine: Sample = { quality: 1, costUsd: 1e-3, latencyMs: 100 };
        return [[i % every === 0 ? { error: true } : fine], [fine]];
      }),
    );

  it('of failed queries count those whose every call failed', () => {
    const [rate] = judged([{ kind: 'rate', rate: 'failed', atMost: 0.02, confidence }], small, failing(10));
    expect(rate).toMatchObject({ text: 'no answer ≤ 2 % of queries', verdict: 'fail', observed: { value: 0.1 } });
    expect(rate?.shortBy).toBeCloseTo(0.08, 12);
  });

  it('of which none was seen pass only where so many queries say enough: 2 of a hundred, not one of a thousand', () => {
    const none = (atMost: number) => judged([{ kind: 'rate', rate: 'failed', atMost, confidence }], small)[0];
    expect(none(0.02)).toMatchObject({ verdict: 'pass', observed: { value: 0, low: 0 } });
    expect(none(0.001)?.verdict).toBe('undecided');
  });

  it('of refused queries count those without an allowed model', () => {
    const refusing = aStrategy('refusing', [
      { filter: { when: { 'prompt.text': { $contains: ['code'] } }, allow: { models: ['small'] } } },
      { filter: { when: { 'prompt.text': { $contains: ['code'] } }, allow: { models: ['large'] } } },
      { use: 'small' },
    ]);
    const [rate] = judged([{ kind: 'rate', rate: 'refused', atMost: 0.1, confidence }], refusing);
    expect(rate).toMatchObject({ text: 'not routed ≤ 10 % of queries', verdict: 'fail', observed: { value: 0.5 } });
  });
});

describe('latency against the reference', () => {
  const limit = { kind: 'relative_latency', percentile: 50, confidence } as const;

  it('is a ratio of percentiles on the same queries: half of the reference’s', () => {
    const half = one({ ...limit, atMost: 0.6 }, small);
    expect(half).toMatchObject({ text: 'p50 latency ≤ 60 % of large', verdict: 'pass', unit: 'ratio' });
    expect(half?.observed.value).toBeCloseTo(0.5, 3);
    expect(half?.observed.high).toBeCloseTo(0.5, 2);
    expect(one({ ...limit, atMost: 0.4 }, small)?.verdict).toBe('fail');
  });

  it('of a percentile these queries can’t bound is undecided', () => {
    const p99 = one({ ...limit, percentile: 99, atMost: 2 }, small);
    expect(p99).toMatchObject({ verdict: 'undecided', observed: { high: null } });
    expect(p99?.observed.value).toBeCloseTo(0.5, 3);
  });
});

it('the choice says what is short, and by how much', () => {
  const split = { kind: 'holdout', train: 0.1, validation: 0.5, test: 0.4, groupBy: 'group', nearCopies: null, seed: 1 } as const;
  const experiment = anExperiment({
    split,
    reference: 'large',
    constraints: [
      { kind: 'category_quality', category: null, atLeast: 0.9, of: 'absolute', confidence },
      { kind: 'budget', usd: 150, queries: 100_000, confidence },
    ],
  });
  const { choice } = runOn(dataset, table, [small, byKind], experiment).body;
  expect(choice).toMatchObject({ kind: 'infeasible', nearest: 'small' });
  expect(choice.why).toMatch(/"quality in code ≥ 0.9" fails: is 0\.000 \[0\.000, 0\.\d{3}\] on validation, short by 0\.900\./);
  const budget = runOn(dataset, table, [byKind], experiment).body.choice;
  expect(budget.why).toMatch(
    /"bill of 100,000 queries ≤ \$150" fails: is \$469 \[\$\d+.*, \$\d+.*\] on validation, short by \$319/,
  );
});

it('ranks by the constraints of every kind, and the search keeps to them', () => {
  const split = { kind: 'holdout', train: 0.1, validation: 0.5, test: 0.4, groupBy: 'group', nearCopies: null, seed: 1 } as const;
  const constraints: Constraint[] = [
    { kind: 'share', models: ['large'], label: 'large', direction: 'at_most', limit: 0.2, confidence },
  ];
  const free = runOn(dataset, table, [small, byKind], anExperiment({ split, reference: 'large' })).body.choice;
  expect(free).toMatchObject({ kind: 'chosen', rowId: 'router:by-kind' });
  const bound = runOn(dataset, table, [small, byKind], anExperiment({ split, reference: 'large', constraints })).body.choice;
  expect(bound).toMatchObject({ kind: 'chosen', rowId: 'router:small' });
});
