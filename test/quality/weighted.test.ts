import { expect, test } from 'vitest';
import { UserError } from '../../src/domain/user-error.js';
import { createScorer } from '../../src/quality/index.js';
import type { ScorerSpec } from '../../src/quality/scorer.js';
import { answered, scoreText } from './sample.js';

const f1AndJson: ScorerSpec = {
  type: 'weighted',
  scorers: [{ type: 'token_f1', weight: 3 }, { type: 'json_valid' }],
};

test('worked by hand: (3 · 4/7 + 1 · 0)/4', () => {
  expect(scoreText(f1AndJson, 'red green blue', { reference: 'red green grey black' })).toBeCloseTo(3 / 7, 15);
  expect(scoreText(f1AndJson, '42', { reference: 42 })).toBe(1);
});

test('where one can’t score, none does; or the others do', () => {
  expect(scoreText(f1AndJson, '{}', {})).toBeNull();
  expect(scoreText({ ...f1AndJson, when_missing: 'left_out' }, '{}', {})).toBe(1);
  const both: ScorerSpec = { type: 'weighted', when_missing: 'left_out', scorers: [{ type: 'given' }, { type: 'numeric' }] };
  expect(scoreText(both, 'x', {})).toBeNull();
  expect(createScorer(both).score({ ...answered('x'), quality: 0.25 }, {})).toBe(0.25);
});

test('its parts’ names, versions, weights and options are part of its identity', () => {
  const scorer = createScorer({
    type: 'weighted',
    scorers: [
      { type: 'numeric', weight: 0.5, tolerance: 1 },
      { type: 'weighted', scorers: [{ type: 'given' }] },
    ],
  });
  expect(scorer.identity).toEqual({
    type: 'weighted',
    version: 1,
    parts: [
      { type: 'numeric', version: 1, weight: 0.5, options: { tolerance: 1 } },
      { type: 'weighted', version: 1, weight: 1, parts: [{ type: 'given', version: 1, weight: 1 }] },
    ],
  });
});

test.each<[ScorerSpec, [string, string | undefined][]]>([
  [{ type: 'weighted' }, [['scorer.scorers', undefined]]],
  [{ type: 'weighted', scorers: [] }, [['scorer.scorers', undefined]]],
  [{ type: 'weighted', scorers: ['given'] }, [['scorer.scorers[0]', undefined]]],
  [{ type: 'weighted', scorers: [{ weight: 1 }] }, [['scorer.scorers[0].type', undefined]]],
  [{ type: 'weighted', scorers: [{ type: 'given', weight: 0 }] }, [['scorer.scorers[0].weight', undefined]]],
  [
    { type: 'weighted', scorers: [{ type: 'givn' }, { type: 'numeric', tolerence: 1 }] },
    [
      ['scorer.scorers[0].type', 'given'],
      ['scorer.scorers[1].tolerence', 'tolerance'],
    ],
  ],
])('%j is told with its place', (spec, expected) => {
  let problems: UserError['problems'] = [];
  try {
    createScorer(spec);
  } catch (error) {
    if (error instanceof UserError) problems = error.problems;
  }
  expect(problems.map(({ field, nearest }) => [field, nearest])).toEqual(expected);
});
