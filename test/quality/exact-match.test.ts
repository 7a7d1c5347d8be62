import { expect, test } from 'vitest';
import { scoreText } from './sample.js';

const spec = { type: 'exact_match' };

test.each([
  ['Paris', 'Paris', 1],
  ['  paris.\n', 'Paris', 1],
  ['**Paris**', 'Paris', 1],
  ['“Paris”', 'paris', 1],
  ['New\n York', 'new york', 1],
  ['Paris, France', 'Paris', 0],
  ['', 'Paris', 0],
  ['-5', '5', 0],
  ['50%', '50', 0],
  ['e\u0301t\u00e9', '\u00e9te\u0301', 1],
  ['ÉTÉ', 'été', 1],
])('%j against %j is %d', (answer, reference, quality) => {
  expect(scoreText(spec, answer, { reference })).toBe(quality);
});

test('any of several accepted texts is right, numbers count by their text', () => {
  expect(scoreText(spec, 'NYC', { reference: ['New York', 'NYC'] })).toBe(1);
  expect(scoreText(spec, 'NYC', { reference: { any_of: ['New York', 'NYC'] } })).toBe(1);
  expect(scoreText(spec, 'LA', { reference: { any_of: ['New York', 'NYC'] } })).toBe(0);
  expect(scoreText(spec, '42', { reference: 42 })).toBe(1);
});

test('options make it strict', () => {
  expect(scoreText({ ...spec, fold_case: false }, 'paris', { reference: 'Paris' })).toBe(0);
  expect(scoreText({ ...spec, strip_punctuation: false }, 'Paris.', { reference: 'Paris' })).toBe(0);
});

test('no reference, or one of another shape, cannot be scored', () => {
  expect(scoreText(spec, 'x', {})).toBeNull();
  expect(scoreText(spec, 'x', { reference: null })).toBeNull();
  expect(scoreText(spec, 'x', { reference: [] })).toBeNull();
  expect(scoreText(spec, 'x', { reference: { contains: ['x'] } })).toBeNull();
  expect(scoreText(spec, 'x', { reference: ['x', { y: 1 }] })).toBeNull();
});
