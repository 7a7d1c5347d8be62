import { describe, expect, it } from 'vitest';
import { groupQueries } from '../../../src/experiment/split/group-queries.js';
import { placeSplit, type SavedSplit } from '../../../src/experiment/split/saved-split.js';
import { splitQueries } from '../../../src/experiment/split/split.js';
import { aDataset } from '../../support/an-experiment.js';

const dataset = aDataset(['a', '=b', 'c'].map((id) => ({ id, prompt: `question ${id}` })));
const saved = (by: 'part' | 'fold', lines: readonly (readonly [id: string, place: string, group?: string])[]): SavedSplit => ({
  file: 'split.csv',
  by,
  hasGroups: lines.some(([, , group]) => group !== undefined),
  lines: lines.map(([id, place, group], index) => ({
    line: index + 2,
    id,
    place,
    ...(group === undefined ? {} : { group }),
  })),
});
const file = { kind: 'file', file: 'split.csv', groupBy: 'group', nearCopies: 0.7, innerFolds: 3, seed: 0 } as const;

describe('a saved split', () => {
  it('puts queries where it says, in the dataset’s order, an apostrophe of a spreadsheet aside', () => {
    const placed = placeSplit(
      saved('part', [
        ['c', 'test'],
        ['a', 'train'],
        ["'=b", 'validation'],
      ]),
      dataset,
    );
    const grouping = groupQueries(dataset, { by: 'group', nearCopies: 0.7 }, placed.group);
    expect([...splitQueries(dataset, grouping, file, placed).part]).toEqual([0, 1, 2]);
  });

  it('keeps its groups, and counts those it tears apart', () => {
    const placed = placeSplit(
      saved('part', [
        ['a', 'train', '1'],
        ['=b', 'test', '1'],
        ['c', 'test', '2'],
      ]),
      dataset,
    );
    const grouping = groupQueries(dataset, { by: 'group', nearCopies: 0.7 }, placed.group);
    expect([...grouping.group]).toEqual([0, 0, 1]);
    expect(splitQueries(dataset, grouping, file, placed).straddlingGroups).toBe(1);
  });

  it('may hold folds of any name', () => {
    const placed = placeSplit(
      saved('fold', [
        ['a', 'west'],
        ['=b', 'east'],
        ['c', 'west'],
      ]),
      dataset,
    );
    expect(placed).toEqual({ part: null, folds: { names: ['east', 'west'], of: Int32Array.of(1, 0, 1) }, group: null });
  });

  it.each([
    ['an unknown query', saved('part', [['x', 'test']]), /split\.csv:2.*no such query.*x/s],
    [
      'a query twice',
      saved('part', [
        ['a', 'test'],
        ['a', 'train'],
      ]),
      /split\.csv:3.*twice/s,
    ],
    [
      'a query left out',
      saved('part', [
        ['a', 'test'],
        ['c', 'train'],
      ]),
      /a query of the dataset is not in the split.*=b/s,
    ],
    ['a part of another name', saved('part', [['a', 'dev']]), /no such part.*dev.*train, validation, test/s],
  ])('refuses %s', (_, given, message) => {
    expect(() => placeSplit(given, dataset)).toThrow(message);
  });
});
