import { describe, expect, it } from 'vitest';
import type { ResultRow, Results } from '../../src/domain/results.js';
import { beforehandText } from '../../src/report/beforehand-view.js';
import { renderHtml } from '../../src/report/html.js';
import { renderMarkdown } from '../../src/report/markdown/markdown.js';
import { aResults } from '../support/a-results.js';
import { aDataset, anExperiment, aStrategy, runOn } from '../support/an-experiment.js';
import { type Sample, tableOf } from '../support/table-of.js';

const IDS = ['small', 'large', 'other'];
const SIZE = 40;
const climb = { cascade: { order: { models: ['small', 'large'] }, accept: { 'answer.confidence': { $gte: 0.5 } } } };

/** The small model is right on even queries; `knows`: it is sure of itself exactly there. It costs 1, the large one 4, a third one nothing. */
function rowsOf(
  knows: boolean,
  strategies: readonly (readonly [string, Parameters<typeof aStrategy>[1]])[] = [],
): readonly ResultRow[] {
  const cell = (quality: number, costUsd: number, confidence: number): Sample[] => [
    { quality, costUsd, latencyMs: 1, confidence },
  ];
  const table = tableOf(
    IDS,
    Array.from({ length: SIZE }, (_, i) => {
      const right = i % 2 === 0 ? 1 : 0;
      return [cell(right, 1, (knows ? right : i % 4 < 2 ? 1 : 0) ? 0.9 : 0.1), cell(1, 4, 0.9), cell(1, 0, 0.9)];
    }),
  );
  const dataset = aDataset(
    Array.from({ length: SIZE }, (_, i) => ({ id: `q${i}`, prompt: `prompt ${i} ${i % 2 === 0 ? 'even' : 'odd'}` })),
  );
  const all = [aStrategy('climb', [climb]), ...strategies.map(([name, pipeline]) => aStrategy(name, pipeline))];
  return runOn(dataset, table, all, anExperiment({ baselines: ['single'] })).body.rows;
}
const of = (rows: readonly ResultRow[]) => rows.find(({ id }) => id === 'router:climb')?.beforehand;

describe('a cascade against routing before the call', () => {
  it('is held against the mix of its own models at its cost', () => {
    const found = of(rowsOf(true));
    // It pays 1 for all and 4 for half: 3, of which a mix of 1 and 4 takes a third small and two thirds large: quality 1/3 · 0.5 + 2/3.
    expect(found?.rows).toEqual([
      { rowId: 'single:small', share: expect.closeTo(1 / 3, 12) },
      { rowId: 'single:large', share: expect.closeTo(2 / 3, 12) },
    ]);
    expect(found?.quality.value).toBeCloseTo(1 - 5 / 6, 12);
    expect(found?.cost.value).toBeCloseTo(0, 12);
    expect(found?.verdict).toBe('better');
  });

  it('loses where its doubt means nothing', () => {
    // Half of the wrong answers are let through: quality 0.75 at a cost of 3.
    const found = of(rowsOf(false));
    expect(found?.quality.value).toBeCloseTo(0.75 - 5 / 6, 12);
    expect(found?.verdict).not.toBe('better');
  });

  it('is held against routers of the same models, and against no others', () => {
    const knowing = [{ rules: [{ when: { 'prompt.text': { $contains: 'even' } }, use: 'small' }, { use: 'large' }] }];
    const found = of(
      rowsOf(true, [
        ['knowing', knowing],
        ['elsewhere', [{ use: 'other' }]],
      ]),
    );
    // Right everywhere at 2.5: cheaper than the cascade and as good.
    expect(found?.rows).toEqual([{ rowId: 'router:knowing', share: 1 }]);
    expect(found?.quality.value).toBe(0);
    expect(found?.cost.value).toBeCloseTo(0.5, 12);
    expect(found?.verdict).toBe('undecided');
  });

  it('is not told of rows that ask one model', () => {
    expect(
      rowsOf(true)
        .filter(({ beforehand }) => beforehand !== undefined)
        .map(({ id }) => id),
    ).toEqual(['router:climb']);
  });
});

it('is one sentence a cascade, in the summary and on the page', async () => {
  const plain = aResults();
  const estimate = (value: number, low: number, high: number) => ({ value, low, high, n: 400 });
  const beforehand = {
    rows: [
      { rowId: 'single:acme/small', share: 0.25 },
      { rowId: 'router:by-length', share: 0.75 },
    ],
    quality: estimate(0.021, 0.004, 0.039),
    cost: estimate(1e-18, -1e-5, 1e-5),
    verdict: 'better',
  } as const;
  const withRow = (more: object): Results => ({
    ...plain,
    rows: plain.rows.map((row, at) => (at === 0 ? { ...row, beforehand: { ...beforehand, ...more } } : row)),
  });
  const sentence =
    'by-task: +2.1 [+0.4, +3.9] points against 25 % small and 75 % by-length at the same cost: the cascade pays against routing over its own models.';
  expect(beforehandText(withRow({}))).toEqual([sentence]);
  expect(
    beforehandText(withRow({ rows: [{ rowId: 'single:gone', share: 1 }], cost: estimate(0.001, 0, 0.002), verdict: 'worse' })),
  ).toEqual([
    'by-task: +2.1 [+0.4, +3.9] points against gone, which costs $1.00 less ($/1k queries): routing before the call does better.',
  ]);
  expect(renderMarkdown(withRow({}))).toContain(`- ${sentence}`);
  expect(await renderHtml(withRow({}))).toContain(`<li>${sentence}</li>`);
  expect(renderMarkdown(plain)).not.toContain('Do cascades pay?');
  expect(await renderHtml(plain)).not.toContain('Do cascades pay?');
});
