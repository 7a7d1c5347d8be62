import { expect, test } from 'vitest';
import { UserError } from '../../src/domain/user-error.js';
import { createScorer, scorerNames } from '../../src/quality/index.js';
import type { ScorerSpec } from '../../src/quality/scorer.js';

function problems(spec: ScorerSpec) {
  try {
    createScorer(spec);
  } catch (error) {
    if (error instanceof UserError) return error.problems;
  }
  return [];
}

test('a scorer carries its name, version and need', () => {
  expect(createScorer({ type: 'given' })).toMatchObject({ name: 'given', version: 1, needs: 'given' });
});

test('an unknown type names the nearest', () => {
  expect(problems({ type: 'exactmatch' })).toEqual([
    {
      field: 'scorer.type',
      message: 'no such scorer',
      value: 'exactmatch',
      accepted: scorerNames.join(', '),
      nearest: 'exact_match',
    },
  ]);
});

test('every wrong option is named at once', () => {
  const found = problems({ type: 'numeric', tolerence: 1, extract: 'lastline', tolerance: -1, percent: 3 });
  expect(found.map(({ field, nearest }) => [field, nearest])).toEqual([
    ['scorer.tolerence', 'tolerance'],
    ['scorer.extract', 'last_line'],
    ['scorer.tolerance', undefined],
    ['scorer.percent', undefined],
  ]);
});

test('a flag takes no text, an inherited name is no option', () => {
  expect(problems({ type: 'exact_match', fold_case: 'yes' })).toMatchObject([
    { field: 'scorer.fold_case', accepted: 'true, false' },
  ]);
  expect(problems({ type: 'given', toString: true })).toMatchObject([{ field: 'scorer.toString', accepted: 'no options' }]);
});

test.each(['unit_tests', 'code', 'pass_at_1', 'Python-Tests', 'human_eval', 'code_execution'])(
  'the type %s is refused with what to do instead: code is never run',
  (type) => {
    expect(problems({ type })).toMatchObject([
      {
        field: 'scorer.type',
        message: 'answers are never executed here, so unit tests can’t score them',
        hint: 'run the tests where that is safe, record the share passed as "quality", and use { type: given }',
      },
    ]);
  },
);

test('a type that only looks like tests is a typo', () => {
  expect(problems({ type: 'contest' })).toMatchObject([{ message: 'no such scorer' }]);
});
