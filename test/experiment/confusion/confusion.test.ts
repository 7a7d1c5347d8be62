import { describe, expect, it } from 'vitest';
import type { Confusion, ResultRow } from '../../../src/domain/results.js';
import { aDataset, anExperiment, aStrategy, runOn } from '../../support/an-experiment.js';
import { type Sample, tableOf } from '../../support/table-of.js';

/** Costs in USD of the two models; quality by query. */
const COST = { small: 0.001, large: 0.01 } as const;
type Row = readonly [prompt: string, category: string | undefined, small: number, large: number, difficulty?: string];

const ROWS: readonly Row[] = [
  ['sum of 1 and 2', 'math', 0, 1],
  ['sum of 3 and 4', 'math', 1, 1],
  // Taken for prose: the small model answers, and fails where the large one would not.
  ['three plus four', 'math', 0, 1],
  ['a poem', 'prose', 1, 1],
  // Taken for maths: the large model answers, ten times as dear, no better.
  ['sum up this text', 'prose', 1, 1],
  // A label that the pipeline does not know: right is the rest.
  ['le chat', 'french', 1, 1],
  ['unlabelled', undefined, 1, 1],
];

const rule = { when: { 'task.category': 'math' }, use: 'large' };
const classify = (more: object = {}) => ({
  classify: {
    by: 'rules',
    categories: {
      math: { 'prompt.text': { $contains: 'sum' } },
      prose: { 'prompt.text': { $contains: ['poem', 'plus', 'text'] } },
    },
    ...more,
  },
});

function rowOf(pipeline: Parameters<typeof aStrategy>[1], rows = ROWS): ResultRow {
  const dataset = aDataset(
    rows.map(([prompt, category, , , difficulty], i) => ({
      id: `q${i}`,
      prompt,
      ...(category === undefined ? {} : { category }),
      ...(difficulty === undefined ? {} : { difficulty }),
    })),
  );
  const cell = (quality: number, costUsd: number): Sample[] => [{ quality, costUsd, latencyMs: 1 }];
  const table = tableOf(
    ['small', 'large'],
    rows.map(([, , small, large]) => [cell(small, COST.small), cell(large, COST.large)]),
  );
  const { body } = runOn(dataset, table, [aStrategy('s', pipeline)], anExperiment({ baselines: ['single'] }));
  return body.rows.find(({ id }) => id === 'router:s') as ResultRow;
}

const cellOf = (confusion: Confusion | undefined, label: string, predicted: string | null) =>
  confusion?.cells.find((cell) => cell.label === label && cell.predicted === predicted);

describe('a confusion matrix', () => {
  const [category] = rowOf([classify({ otherwise: 'rest' }), { rules: [rule, { use: 'small' }] }]).confusions ?? [];

  it('counts labels by class, the most frequent label first', () => {
    expect(category?.n).toBe(6);
    expect(category?.cells.map(({ label, predicted, n, right }) => [label, predicted, n, right])).toEqual([
      ['math', 'math', 2, true],
      ['math', 'prose', 1, false],
      ['prose', 'math', 1, false],
      ['prose', 'prose', 1, true],
      ['french', 'rest', 1, true],
    ]);
    expect(category?.cells.map(({ share }) => share)).toEqual([2, 1, 1, 1, 1].map((n) => n / 6));
    expect(category?.total?.right.value).toBeCloseTo(4 / 6, 12);
  });

  it('tells what each mistake cost against the same pipeline had it known', () => {
    // Answered by the small model instead of the large: one answer lost, 0.009 USD less.
    expect(cellOf(category, 'math', 'prose')).toMatchObject({
      quality: { value: -1 },
      cost: { value: expect.closeTo(-0.009, 12) },
    });
    // And the other way about: nothing won, 0.009 USD more.
    expect(cellOf(category, 'prose', 'math')).toMatchObject({
      quality: { value: 0 },
      cost: { value: expect.closeTo(0.009, 12) },
    });
    expect(cellOf(category, 'math', 'math')).toMatchObject({ quality: null, cost: null });
    expect(category?.total?.quality.value).toBeCloseTo(-1 / 6, 12);
    expect(category?.total?.cost.value).toBeCloseTo(0, 12);
  });

  it('knows no right class where none of the classes is a label', () => {
    const [found] =
      rowOf([
        { classify: { by: 'rules', categories: { short: { 'prompt.words': { $lt: 3 } } }, otherwise: 'long' } },
        { rules: [{ when: { 'task.category': 'long' }, use: 'large' }, { use: 'small' }] },
      ]).confusions ?? [];
    expect(found?.total).toBeNull();
    expect(found?.cells.every(({ right, quality }) => right === null && quality === null)).toBe(true);
    expect(cellOf(found, 'math', 'long')?.n).toBe(3);
  });

  it('says null where nothing was set, which is right for labels that no class has', () => {
    const [found] = rowOf([classify(), { rules: [rule, { use: 'small' }] }]).confusions ?? [];
    expect(cellOf(found, 'french', null)?.right).toBe(true);
  });

  it('is not there for rows that classify nothing, nor without labels', () => {
    expect(rowOf([{ use: 'small' }]).confusions).toBeUndefined();
    const unlabelled = ROWS.map(([prompt, , small, large]): Row => [prompt, undefined, small, large]);
    expect(rowOf([classify(), { rules: [rule, { use: 'small' }] }], unlabelled).confusions).toBeUndefined();
  });

  it('of difficulties leaves the category as it was classified', () => {
    const rows: Row[] = [
      ['sum, short', 'math', 0, 1, 'hard'],
      ['sum, and this one is rather long', 'math', 1, 1, 'easy'],
    ];
    const found = rowOf(
      [
        classify(),
        { classify: { by: 'rules', difficulties: { hard: { 'prompt.words': { $gt: 4 } } }, otherwise: 'easy' } },
        { rules: [{ when: { 'task.category': 'math', 'task.difficulty': 'hard' }, use: 'large' }, { use: 'small' }] },
      ],
      rows,
    ).confusions;
    expect(found?.map(({ of }) => of)).toEqual(['category', 'difficulty']);
    expect(found?.[0]?.total?.right.value).toBe(1);
    expect(found?.[1]?.total).toMatchObject({
      right: { value: 0 },
      quality: { value: -0.5 },
      cost: { value: expect.closeTo(0, 12) },
    });
  });
});
