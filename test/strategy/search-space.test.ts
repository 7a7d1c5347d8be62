import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { UserError } from '../../src/domain/user-error.js';
import { expandCandidates, sampleCandidates } from '../../src/strategy/expand.js';
import { rangeOf } from '../../src/strategy/range.js';
import { searchSpace } from '../../src/strategy/search-space.js';
import { aStrategy } from '../support/an-experiment.js';

const strategy = aStrategy('lengths', [
  {
    rules: [
      { when: { 'prompt.tokens': { $gt: { $linear: [10, 30, 3] } } }, use: { $choice: ['big', 'huge'] } },
      { use: 'small' },
    ],
  },
]);

describe('searchSpace', () => {
  it('has an axis a range, named after its path, and knows which are in order', () => {
    const { dimensions, size } = searchSpace(strategy);
    expect(dimensions.map(({ name, values, ordered, kind }) => ({ name, values, ordered, kind }))).toEqual([
      { name: 'pipeline[0].rules[0].when.prompt.tokens.$gt', values: [10, 20, 30], ordered: true, kind: 'linear' },
      { name: 'pipeline[0].rules[0].use', values: ['big', 'huge'], ordered: false, kind: 'choice' },
    ]);
    expect(size).toBe(6);
  });

  it('numbers candidates as the full grid does, the last range fastest', () => {
    const space = searchSpace(strategy);
    expect(space.candidateAt([1, 1])).toEqual(expandCandidates(strategy)[3]);
    expect(space.candidateAt([1, 1])).toMatchObject({
      id: 'lengths#4',
      parameters: { 'pipeline[0].rules[0].when.prompt.tokens.$gt': 20, 'pipeline[0].rules[0].use': 'huge' },
      pipeline: [{ rules: [{ when: { 'prompt.tokens': { $gt: 20 } }, use: 'huge' }, { use: 'small' }] }],
    });
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 5 }), fc.nat(), (sizes, seed) => {
        const wide = searchSpace(
          aStrategy('wide', [sizes.map((count) => ({ $choice: Array.from({ length: count }, (_, value) => value) }))]),
        );
        const index = seed % wide.size;
        expect(wide.indexOf(wide.pointAt(index))).toBe(index);
      }),
    );
  });

  it('has one candidate, under the strategy’s own name, where nothing is a range', () => {
    expect(expandCandidates(aStrategy('plain', [{ use: 'small' }])).map(({ id, parameters }) => [id, parameters])).toEqual([
      ['plain', {}],
    ]);
  });
});

describe('larger spaces', () => {
  const axis = { $choice: Array.from({ length: 40 }, (_, value) => value * value) };
  const large = aStrategy('large', [[axis, axis, axis]]);

  it('are refused by a run, with the command that searches them', () => {
    expect(() => expandCandidates(large)).toThrow(/64000 candidates.*up to 1000/s);
    try {
      expandCandidates(large);
    } catch (error) {
      expect((error as UserError).problems[0]?.hint).toContain('routelab tune --strategy large');
    }
  });

  it('are checked with every value of every range', () => {
    const samples = sampleCandidates(large);
    expect(samples).toHaveLength(1 + 3 * 39);
    for (let position = 0; position < 3; position++) {
      const seen = new Set(samples.map(({ pipeline }) => (pipeline[0] as number[])[position]));
      expect(seen.size).toBe(40);
    }
  });
});

describe('a range of more values than any search could try', () => {
  it('is refused before its values are listed', () => {
    for (const name of ['$linear', '$log'])
      expect(() => rangeOf({ [name]: [1, 1000, 100_000_000] }, 'x')).toThrow(/not a range .*a whole count from 2 to 1,000,000/);
    expect(rangeOf({ $linear: [1, 3, 1_000_000] }, 'x')?.values).toEqual([1, 2, 3]);
  });
});
