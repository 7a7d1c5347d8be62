import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { SplitSpec } from '../../../src/experiment/experiment.js';
import { groupQueries } from '../../../src/experiment/split/group-queries.js';
import { normalisePrompt } from '../../../src/experiment/split/normalise-prompt.js';
import { splitQueries } from '../../../src/experiment/split/split.js';
import { aDataset } from '../../support/an-experiment.js';

const holdout: SplitSpec = {
  kind: 'holdout',
  train: 0.5,
  validation: 0.25,
  test: 0.25,
  groupBy: 'group',
  nearCopies: null,
  seed: 1,
};

describe('groupQueries', () => {
  it('joins repeated prompts and explicit groups, transitively', () => {
    const dataset = aDataset([
      { id: '1', prompt: 'What is  the time?' },
      { id: '2', prompt: 'what is the TIME', group: 'g' },
      { id: '3', prompt: 'another', group: 'g' },
      { id: '4', prompt: 'alone' },
    ]);
    const grouping = groupQueries(dataset, { by: 'group', nearCopies: null });
    expect([...grouping.group]).toEqual([0, 0, 0, 1]);
    expect(grouping.repeatedPrompts).toBe(1);
    expect([...groupQueries(dataset, { by: 'prompt', nearCopies: null }).group]).toEqual([0, 0, 1, 2]);
  });

  it('joins near-copies where asked to, and counts the queries that this moved', () => {
    const long = Array.from({ length: 40 }, (_, i) => `word${i}`).join(' ');
    const dataset = aDataset([
      { id: '1', prompt: long },
      { id: '2', prompt: 'something else entirely' },
      { id: '3', prompt: `Please: ${long}!` },
      { id: '4', prompt: `Please: ${long}, thanks` },
    ]);
    expect([...groupQueries(dataset, { by: 'group', nearCopies: null }).group]).toEqual([0, 1, 2, 3]);
    const grouping = groupQueries(dataset, { by: 'group', nearCopies: 0.7 });
    expect([...grouping.group]).toEqual([0, 1, 0, 0]);
    expect(grouping).toMatchObject({ groups: 2, repeatedPrompts: 0, nearCopies: 2 });
  });

  it('normalises case, spaces and punctuation of any script, and nothing else', () => {
    const of = (prompt: string) => normalisePrompt([{ role: 'user', content: prompt }]);
    expect(of('  Größe?\n\n3,5 cm ')).toBe('größe 3 5 cm');
    expect(of('日本語。テスト')).toBe('日本語 テスト');
    expect(of('a1')).not.toBe(of('a 1'));
  });

  it('tells long prompts apart that differ in one character', () => {
    const long = 'word '.repeat(200);
    const dataset = aDataset(Array.from({ length: 300 }, (_, i) => ({ id: `${i}`, prompt: `${long}${i}` })));
    expect(groupQueries(dataset, { by: 'group', nearCopies: null }).groups).toBe(300);
  });
});

describe('splitQueries', () => {
  const dataset = aDataset(
    Array.from({ length: 400 }, (_, row) => ({
      id: `${row}`,
      prompt: `question number ${row}`,
      category: row % 10 === 0 ? 'rare' : 'common',
      ...(row % 3 === 0 ? { group: `g${row % 30}` } : {}),
    })),
  );
  const grouping = groupQueries(dataset, { by: 'group', nearCopies: null });
  const counts = (part: Uint8Array, keep: (row: number) => boolean = () => true) =>
    [0, 1, 2].map((code) => part.filter((value, row) => value === code && keep(row)).length);

  it('keeps groups whole and follows the fractions', () => {
    const { part } = splitQueries(dataset, grouping, holdout);
    const partOfGroup = new Map<number, number>();
    part.forEach((code, row) => {
      const group = grouping.group[row] as number;
      expect(partOfGroup.get(group) ?? code).toBe(code);
      partOfGroup.set(group, code);
    });
    const [train, validation, test] = counts(part);
    expect(Math.abs((train ?? 0) - 200)).toBeLessThan(20);
    expect(Math.abs((validation ?? 0) - 100)).toBeLessThan(20);
    expect(Math.abs((test ?? 0) - 100)).toBeLessThan(20);
  });

  it('gives every stratum its share', () => {
    const plain = aDataset(
      Array.from({ length: 400 }, (_, row) => ({
        id: `${row}`,
        prompt: `q ${row}`,
        category: row % 10 === 0 ? 'rare' : 'common',
      })),
    );
    const { part } = splitQueries(plain, groupQueries(plain, { by: 'group', nearCopies: null }), {
      ...holdout,
      stratifyBy: 'category',
    });
    expect(counts(part, (row) => row % 10 === 0)).toEqual([20, 10, 10]);
    expect(counts(part, (row) => row % 10 !== 0)).toEqual([180, 90, 90]);
  });

  it('is the same for the same seed and another for another, and does not depend on row order', () => {
    const first = splitQueries(dataset, grouping, holdout).part;
    expect(splitQueries(dataset, grouping, holdout).part).toEqual(first);
    expect(splitQueries(dataset, grouping, { ...holdout, seed: 2 }).part).not.toEqual(first);
    fc.assert(
      fc.property(
        fc.shuffledSubarray(
          Array.from({ length: 60 }, (_, row) => row),
          { minLength: 60, maxLength: 60 },
        ),
        (order) => {
          const rows = Array.from({ length: 60 }, (_, row) => ({ id: `${row}`, prompt: `question ${row}` }));
          const straight = aDataset(rows);
          const shuffled = aDataset(order.map((row) => rows[row] as (typeof rows)[number]));
          const a = splitQueries(straight, groupQueries(straight, { by: 'group', nearCopies: null }), holdout).part;
          const b = splitQueries(shuffled, groupQueries(shuffled, { by: 'group', nearCopies: null }), holdout).part;
          order.forEach((row, at) => {
            expect(b[at]).toBe(a[row]);
          });
        },
      ),
      { numRuns: 20 },
    );
  });

  it('follows the dataset’s own column, counts groups that straddle it, and refuses holes', () => {
    const own = aDataset([
      { id: '1', prompt: 'same', split: 'train' },
      { id: '2', prompt: 'Same!', split: 'test' },
      { id: '3', prompt: 'other', split: 'validation' },
    ]);
    const split = splitQueries(own, groupQueries(own, { by: 'group', nearCopies: null }), { kind: 'column', nearCopies: null });
    expect([...split.part]).toEqual([0, 2, 1]);
    expect(split.straddlingGroups).toBe(1);
    const holes = aDataset([{ id: '1', prompt: 'a' }]);
    expect(() =>
      splitQueries(holes, groupQueries(holes, { by: 'group', nearCopies: null }), { kind: 'column', nearCopies: null }),
    ).toThrow(/1 has none.*train, validation, test/);
  });

  it('puts everything into test where there is no split', () => {
    expect(counts(splitQueries(dataset, grouping, { kind: 'none' }).part)).toEqual([0, 0, 400]);
  });
});
