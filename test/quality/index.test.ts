import { expect, test } from 'vitest';
import { UserError } from '../../src/domain/user-error.js';
import { createScorer } from '../../src/quality/index.js';
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
      accepted: 'given, exact_match, multiple_choice, numeric, contains, by_reference',
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
