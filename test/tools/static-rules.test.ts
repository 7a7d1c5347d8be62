import { describe, expect, it } from 'vitest';
import { codedColumn } from '../../src/domain/column.js';
import { queryTable } from '../../src/domain/query.js';
import type { FoldSet } from '../../src/experiment/crossfit/fold-set.js';
import type { Workbench } from '../../src/experiment/workbench.js';
import { requestBatch } from '../../src/replay/request-batch.js';
import { categoryBest, lengthRule, outOfFold } from '../../tools/results/static-rules.js';

/** Model 0 is right on prompts up to three letters, model 1 on longer ones; but for the last query, on which only model 2 is. */
const sizes = [1, 2, 3, 4, 5, 6, 9];
const right = [0, 0, 0, 1, 1, 1, 2];
const at = (query: number, model: number): number => (right[query] === model ? 1 : 0);
const bench = {
  batch: requestBatch(queryTable(sizes.map((size, i) => ({ id: `q${i}`, prompt: 'x'.repeat(size) })))),
  means: { modelCount: 3 },
  compared: [0, 1, 2],
  dataset: { labels: { category: codedColumn(['a', 'a', 'b', 'b', 'b', 'c', 'c']) } },
} as unknown as Workbench;

describe('rules held against learned strategies', () => {
  it('cut lengths where two models are right most often', () => {
    const choose = lengthRule(bench, [0, 1, 2, 3, 4, 5], at);
    expect(sizes.map((_, query) => choose(query))).toEqual([0, 0, 0, 1, 1, 1, 1]);
  });

  it('take the best model of a category, of all where the category was not seen', () => {
    const choose = categoryBest(bench, [0, 1, 2, 3, 4], at);
    // b: model 1 twice, model 0 once. c was not seen: model 0 is right three times in five.
    expect([0, 2, 4, 5].map((query) => choose(query))).toEqual([0, 1, 1, 0]);
  });

  it('decide a fold by what was learned on the others', () => {
    const folds = [
      { name: '1', decided: Uint32Array.of(0, 1), learned: Uint32Array.of(5, 6) },
      { name: '2', decided: Uint32Array.of(5, 6), learned: Uint32Array.of(0, 1) },
    ];
    const chosen = outOfFold({ folds } as unknown as FoldSet, 7, (learned) => () => learned[0] as number);
    expect([0, 1, 5, 6].map(chosen)).toEqual([5, 5, 0, 0]);
  });
});
