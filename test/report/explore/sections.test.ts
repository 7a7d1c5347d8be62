import { describe, expect, it } from 'vitest';
import { pairedTest } from '../../../src/compare/paired-test.js';
import type { Results, VersusReference } from '../../../src/domain/results.js';
import { duelFacts } from '../../../src/report/duel-view.js';
import { callParts } from '../../../src/report/explore/call-parts.js';
import { categoryDifferences } from '../../../src/report/explore/category-differences.js';
import { categoryShares } from '../../../src/report/explore/category-shares.js';
import { coverageMatrix } from '../../../src/report/explore/coverage-matrix.js';
import { costPairs, duel, duelTest, histogram } from '../../../src/report/explore/duel.js';
import { latencyCurve } from '../../../src/report/explore/latency-curve.js';
import { regretSplit } from '../../../src/report/explore/regret-split.js';
import { referenceRow } from '../../../src/report/explore/results-against.js';
import { rightness } from '../../../src/report/explore/rightness.js';
import { cheapestRight, routerConfusion } from '../../../src/report/explore/router-confusion.js';
import { openRowBook } from '../../../src/report/explore/row-book.js';
import { singleOutcomes } from '../../../src/report/explore/singles.js';
import { tokenParts } from '../../../src/report/explore/token-parts.js';
import { queryView } from '../../../src/report/explore/what-if/query-view.js';
import { metricOf } from '../../../src/report/format.js';
import type { PackedAttempt } from '../../../src/report/pack/pack-header.js';
import type { QueryColumns } from '../../../src/report/pack/query-columns.js';
import { aPackedRun, type PackedRunOptions } from '../../support/a-packed-run.js';
import { columnsOf } from '../../support/pack-columns.js';

const kinds: readonly [string, PackedRunOptions][] = [
  ['right and wrong', {}],
  ['graded', { graded: true }],
  ['in groups', { perGroup: 3 }],
];

const NOTHING = { times: new Map(), prices: new Map(), weigh: new Map() };

function rowMarks({ rows }: Results, row: number): readonly string[] {
  return rows[row]?.marks ?? [];
}

function drained<T>(steps: Generator<undefined, T>): T {
  for (;;) {
    const step = steps.next();
    if (step.done === true) return step.value;
  }
}

describe.each(kinds)('what sections work out equals the run (%s)', (_, options) => {
  const run = aPackedRun(options).then((made) => ({ ...made, columns: columnsOf(made.pack) }));

  it('duels against the reference, with their tests', async () => {
    const { results, columns } = await run;
    const reference = referenceRow(results);
    const book = openRowBook(results, queryView(results, columns, NOTHING));
    const paired = (row: number, baseline: number) => drained(book.paired(row, baseline));
    let tested = 0;
    for (const [row, { versusReference: known }] of results.rows.entries()) {
      if (known === null) continue;
      const { versus, outcomes, samples } = duel(paired(row, reference), columns, [row, reference], columns.part());
      expect({ ...versus, test: null }).toEqual({ ...known, test: null });
      if (options.graded !== true && !rowMarks(results, row).includes('expected_value'))
        expect(outcomes.win.share - outcomes.loss.share).toBeCloseTo(known.quality.value as number, 12);
      expect(samples).toHaveLength(results.protocol.bootstrap.replicates);
      const test = drained(duelTest(results, columns, [row, reference], columns.part()));
      expect(test).toEqual(known.test === null ? null : { ...known.test, pAdjusted: undefined });
      if (test !== null) tested++;
    }
    expect(tested).toBeGreaterThan(2);
  });

  it('differences by category', async () => {
    const { results, columns } = await run;
    for (const { category } of results.rows[0]?.byCategory ?? []) {
      const differences = drained(categoryDifferences(results, columns, category, referenceRow(results)));
      for (const [row, { byCategory }] of results.rows.entries())
        expect(differences[row]).toEqual(byCategory.find((cell) => cell.category === category)?.difference);
    }
  });

  it('regret, overspend and what was underserved', async () => {
    const { results, columns } = await run;
    const [part, singles, isRight] = [columns.part(), singleOutcomes(columns), rightness(results)];
    let compared = 0;
    for (const [index, row] of results.rows.entries()) {
      const split = regretSplit(columns.row(index), part, singles, isRight);
      expect(split.regret).toBeCloseTo(metricOf(row, 'regret.quality').value ?? Number.NaN, 12);
      const over = metricOf(row, 'routing.over').value;
      if (over === null) continue;
      compared++;
      expect(split.over).toBeCloseTo(over, 12);
      expect(split.under).toBeCloseTo(metricOf(row, 'routing.under').value ?? Number.NaN, 12);
      expect(split.overspend).toBeCloseTo(metricOf(row, 'routing.overspend').value ?? Number.NaN, 12);
    }
    expect(compared).toBeGreaterThan(3);
  });

  it('who was asked, by category and by need', async () => {
    const { results, columns } = await run;
    const part = columns.part();
    for (const [index, row] of results.rows.entries()) {
      const byCategory = categoryShares(columns, index, part);
      const cells = routerConfusion(columns.row(index), part, singleOutcomes(columns), rightness(results));
      expect(cells === null).toBe(byCategory === null);
      if (byCategory === null || cells === null) continue;
      for (const [model, { share }] of row.shares.entries()) {
        const all = byCategory.reduce((sum, { queries, shares }) => sum + queries * (shares[model] as number), 0);
        expect(all / part.rows.length).toBeCloseTo(share, 12);
        // One call a query, and none fails: who was asked first answered.
        const served = cells.filter((cell) => cell.served === model).reduce((sum, cell) => sum + cell.share, 0);
        expect(served).toBeCloseTo(share, 12);
      }
      // Where the row was right, what it overpaid is its overspend.
      expect(cells.reduce((sum, { queries }) => sum + queries, 0)).toBe(part.rows.length);
    }
  });

  it('percentiles, and means by what calls were for', async () => {
    const { results, columns } = await run;
    const part = columns.part();
    for (const [index, row] of results.rows.entries()) {
      const curve = latencyCurve(columns.row(index).latencyMs, part, 100);
      if (!row.marks.includes('expected_value')) {
        expect(curve?.[50]?.ms).toBe(metricOf(row, 'latency.p50').value);
        expect(curve?.[95]?.ms).toBe(metricOf(row, 'latency.p95').value);
      }
      const parts = callParts(columns, index, part);
      if (parts === null) continue;
      expect(parts.cost.mean).toBeCloseTo(metricOf(row, 'cost.mean').value ?? Number.NaN, 12);
      // The oracle that pays nothing where nobody is right calls all the same.
      if (row.id !== 'control:oracle_free') expect(parts.cost.rest).toBeCloseTo(0, 12);
      expect(parts.latencyMs.by.first + parts.latencyMs.rest).toBeCloseTo(parts.latencyMs.mean, 9);
    }
  });
});

/** Columns of four queries and two models, worked by hand: small costs 1, large 4 (units, not pico-units). */
function four(): QueryColumns {
  const call = (model: number, why: PackedAttempt['why'], result: PackedAttempt['result'] = 'ok'): PackedAttempt => ({
    model,
    why,
    result,
  });
  const paths = [
    [call(0, 'first')],
    [call(1, 'first')],
    [call(0, 'first'), call(1, 'escalated')],
    [call(0, 'first', 'error'), call(1, 'fallback')],
  ];
  const model = (quality: number[], cost: number, latency: number, status: number[], input: number[]) => ({
    quality: Float64Array.from(quality),
    costPico: Float64Array.from([1, 1, 1, 1], () => cost * 1e12),
    latencyMs: Float64Array.from([1, 1, 1, 1], () => latency),
    status: Float64Array.from(status),
    inputTokens: Float64Array.from(input),
    outputTokens: Float64Array.from([5, 5, 5, 5]),
    cachedInputTokens: Float64Array.from([NaN, 4, NaN, NaN]),
    costGiven: new Float64Array(4),
  });
  const models = [
    model([0, 1, 0, NaN], 1, 100, [0, 0, 0, 1], [10, 10, 10, NaN]),
    model([1, 1, 0, 1], 4, 300, [0, 0, NaN, 0], [10, 10, 10, 10]),
  ];
  return {
    header: { categories: ['a', 'b'], models: ['small', 'large'] } as unknown as QueryColumns['header'],
    size: 4,
    weight: Float64Array.from([1, 1, 1, 3]),
    measured: Float64Array.from([1, 1, 1, 1]),
    category: Float64Array.from([0, 0, 1, NaN]),
    row: () => ({
      quality: Float64Array.from([0, 1, 0, 1]),
      costPico: Float64Array.from([1e12, 4e12, 5e12, 5e12]),
      latencyMs: Float64Array.from([101, 301, 401, 405]),
      served: Float64Array.from([0, 1, 1, 1]),
      path: (query) => paths[query] ?? null,
      reason: () => null,
      place: () => null,
      seen: () => [],
      expected: () => [],
      pass: () => expect.unreachable(),
    }),
    model: (index) => models[index] as (typeof models)[number],
    sample: () => expect.unreachable(),
    part: () => ({
      rows: Uint32Array.from([0, 1, 2, 3]),
      weight: Float64Array.from([1, 1, 1, 3]),
      group: Uint32Array.from([0, 1, 2, 3]),
      groupKeys: Uint32Array.from([0, 1, 2, 3]),
    }),
  };
}

describe('worked by hand, of four queries and two models', () => {
  const columns = four();
  const [part, singles] = [columns.part(), singleOutcomes(columns)];
  const isRight = (quality: number): boolean => quality >= 1;

  it('splits regret: query 1 overspends 3, query 0 is underserved, nobody can serve query 2', () => {
    expect(regretSplit(columns.row(0), part, singles, isRight)).toEqual({
      over: (1 + 3) / 6,
      overspend: (3 + 3 * 1) / 6,
      under: 1 / 6,
      underserved: 1 / 6,
      regret: 1 / 6,
    });
  });

  it('finds the cheapest right model', () => {
    expect([0, 1, 2, 3].map((query) => cheapestRight(singles, query, isRight))).toEqual([1, 0, -1, 1]);
    const unpriced = { ...singles, costPico: singles.costPico.map(() => Number.NaN) };
    expect(cheapestRight(unpriced, 1, isRight)).toBe(0);
  });

  it('sets whose answer was served against who was needed', () => {
    expect(routerConfusion(columns.row(0), part, singles, isRight)).toEqual([
      { served: 0, needed: 1, queries: 1, share: 1 / 6, quality: 0, overpaid: 0 },
      { served: 1, needed: -1, queries: 1, share: 1 / 6, quality: 0, overpaid: Number.NaN },
      { served: 1, needed: 0, queries: 1, share: 1 / 6, quality: 1, overpaid: 3 / 6 },
      { served: 1, needed: 1, queries: 1, share: 3 / 6, quality: 1, overpaid: 3 / 6 },
    ]);
  });

  it('counts first calls by category, largest first, and none for queries without one', () => {
    expect(categoryShares(columns, 0, part)).toEqual([
      { category: 'a', queries: 2, shares: Float64Array.from([0.5, 0.5]) },
      { category: 'b', queries: 1, shares: Float64Array.from([1, 0]) },
    ]);
  });

  it('splits latency and cost by what calls were for', () => {
    const parts = callParts(columns, 0, part);
    expect(parts?.calls).toMatchObject({ first: 1, escalated: 1 / 6, fallback: 3 / 6, retry: 0 });
    expect(parts?.latencyMs.by).toMatchObject({ first: (100 + 300 + 100 + 300) / 6, escalated: 50, fallback: 150 });
    expect(parts?.latencyMs.rest).toBeCloseTo((1 + 1 + 1 + 15) / 6, 9);
    expect(parts?.cost.mean).toBeCloseTo((1 + 4 + 5 + 15) / 6, 12);
    expect(parts?.cost.rest).toBeCloseTo(0, 12);
  });

  it('counts tokens by kind, a failed call without usage as nothing, and prices them', () => {
    const priced = { provider: '', tags: [], recorded: 4, errors: 0, refusals: 0 };
    const models = [
      { ...priced, modelId: 'small', inputUsdPerMTok: 1, outputUsdPerMTok: 2 },
      { ...priced, modelId: 'large', inputUsdPerMTok: 3, outputUsdPerMTok: null },
    ];
    const parts = tokenParts(columns, models, 0, part);
    expect(parts?.tokens.input).toBeCloseTo((10 + 6 + 20 + 30) / 6, 12);
    expect(parts?.tokens.cached).toBeCloseTo(4 / 6, 12);
    expect(parts?.tokens.output).toBeCloseTo((5 + 5 + 10 + 3 * 10) / 6, 12);
    expect(parts?.usd.input).toBeCloseTo(((10 * 1 + 6 * 3 + 10 * 1 + 10 * 3 + 3 * 10 * 3) * 1e-6) / 6, 15);
    expect(parts?.usd.output).toBeNaN();
  });

  it('says of every model and category what is recorded', () => {
    const cell = { ok: 0, error: 0, unscored: 0, missing: 0, unpriced: 0 };
    expect(coverageMatrix(columns)).toEqual([
      {
        category: 'a',
        cells: [
          { ...cell, queries: 2, ok: 2 },
          { ...cell, queries: 2, ok: 2 },
        ],
      },
      {
        category: 'b',
        cells: [
          { ...cell, queries: 1, ok: 1 },
          { ...cell, queries: 1, missing: 1 },
        ],
      },
      {
        category: null,
        cells: [
          { ...cell, queries: 1, error: 1 },
          { ...cell, queries: 1, ok: 1 },
        ],
      },
    ]);
  });

  it('draws histograms and pairs of costs', () => {
    expect(histogram(Float64Array.from([0, 0.1, 0.5, 1, Number.NaN]), 2)).toEqual([
      { from: 0, to: 0.5, count: 2 },
      { from: 0.5, to: 1, count: 2 },
    ]);
    expect(histogram(Float64Array.from([3, 3]), 5)).toEqual([{ from: 3, to: 3, count: 2 }]);
    expect(histogram(new Float64Array(), 5)).toEqual([]);
    expect(costPairs(columns, [0, 0], part, 2)).toHaveLength(2);
    expect(costPairs(columns, [0, 0], part, 9)[3]).toEqual({ query: 3, first: 5, second: 5 });
  });
});

it('tests in steps as at once', () => {
  const groupDifferences = Float64Array.from({ length: 3000 }, (_, i) => ((i * 7919) % 13) / 13 - 0.45);
  const whole = pairedTest({ groupDifferences, counts: null, seed: 3 });
  expect(whole.name).toBe('sign_flip');
  expect(whole.pValue).toBeLessThan(0.05);
});

it('a duel says who is ahead once cost is paid for in points of quality', async () => {
  const { results } = await aPackedRun();
  const known = results.rows.find(({ versusReference }) => versusReference !== null)?.versusReference as VersusReference;
  const point = (value: number) => ({ value, low: null, high: null, n: 1 });
  // 2 points less quality; $0.0004 a query, so $0.4 per 1,000, less to pay.
  const versus = { ...known, quality: point(-0.02), cost: point(-0.0004) };
  const told = (worth: number | null) =>
    duelFacts(results, { versus, test: null, first: 'A', second: 'B', worth }).find(({ term }) => term === 'All in all')?.text;
  expect(told(null)).toBeUndefined();
  // At $0.1 a point: −2 + 0.4 ÷ 0.1 = 2.
  expect(told(0.1)).toBe('A is ahead by 2.0 points, with a point of quality worth $0.100');
  // At $0.8 a point: −2 + 0.5 = −1.5.
  expect(told(0.8)).toBe('B is ahead by 1.5 points, with a point of quality worth $0.800');
});
