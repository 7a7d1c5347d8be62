import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { categoryFolds, equalFolds, rowsInFold, rowsOutside } from '../../../src/experiment/split/folds.js';
import { groupQueries } from '../../../src/experiment/split/group-queries.js';
import { aDataset } from '../../support/an-experiment.js';

const CATEGORIES = ['code', 'faq', 'law'];
const sample = (groups: readonly number[]) => {
  const dataset = aDataset(
    groups.map((group, row) => ({
      id: `${row}`,
      prompt: `question number ${row}`,
      category: CATEGORIES[row % 3] ?? '',
      ...(group < 0 ? {} : { group: `g${group}` }),
    })),
  );
  return { dataset, grouping: groupQueries(dataset, { by: 'group', nearCopies: null }) };
};

describe('folds', () => {
  it('are disjoint, cover everything, and are learned about without any group of theirs', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: -30, max: 12 }), { minLength: 12, maxLength: 60 }),
        fc.boolean(),
        (groups, byCategory) => {
          const { dataset, grouping } = sample(groups);
          const folds = byCategory ? categoryFolds(dataset) : equalFolds(dataset, grouping, { folds: 4, seed: 5 });
          const seen = folds.names.flatMap((_, fold) => [...rowsInFold(folds, fold)]).sort((a, b) => a - b);
          expect(seen).toEqual(groups.map((_, row) => row));
          folds.names.forEach((_, fold) => {
            const inside = new Set(Array.from(rowsInFold(folds, fold), (row) => grouping.group[row]));
            for (const row of rowsOutside(folds, fold, grouping)) expect(inside.has(grouping.group[row])).toBe(false);
          });
        },
      ),
    );
  });

  it('of equal size are equal, follow the categories where stratified, and move with the seed', () => {
    const { dataset, grouping } = sample(new Array(240).fill(-1));
    const { of, names } = equalFolds(dataset, grouping, { folds: 4, seed: 5, stratifyBy: 'category' });
    expect(names).toEqual(['fold 1', 'fold 2', 'fold 3', 'fold 4']);
    for (let fold = 0; fold < 4; fold++)
      for (let category = 0; category < 3; category++)
        expect(of.filter((own, row) => own === fold && row % 3 === category)).toHaveLength(20);
    expect(equalFolds(dataset, grouping, { folds: 4, seed: 6 }).of).not.toEqual(of);
  });

  it('by category are one a category, named after it, and one for queries without', () => {
    const dataset = aDataset([
      { id: '1', prompt: 'a', category: 'law' },
      { id: '2', prompt: 'b', category: 'code' },
      { id: '3', prompt: 'c' },
    ]);
    expect(categoryFolds(dataset)).toEqual({ names: ['code', 'law', 'without category'], of: Int32Array.of(1, 0, 2) });
    expect(() => categoryFolds(aDataset([{ id: '1', prompt: 'a', category: 'law' }]))).toThrow(/at least two/);
  });
});
