import { expect, test } from 'vitest';
import { scoreText } from './sample.js';

const spec = { type: 'contains' };
const answer = 'Open from 9 to 17, closed on SUNDAY.';

test('all required texts must be found; ASCII case is ignored', () => {
  expect(scoreText(spec, answer, { reference: { contains: ['9 to 17', 'Sunday'] } })).toBe(1);
  expect(scoreText(spec, answer, { reference: ['9 to 17', 'Monday'] })).toBe(0);
  expect(scoreText(spec, answer, { reference: 'closed' })).toBe(1);
  expect(scoreText(spec, 'Ähnlich', { reference: 'ähnlich' })).toBe(0);
});

test('require: any and share', () => {
  const reference = ['9 to 17', 'Monday', 'Tuesday', 'closed'];
  expect(scoreText({ ...spec, require: 'any' }, answer, { reference })).toBe(1);
  expect(scoreText({ ...spec, require: 'any' }, answer, { reference: ['Monday'] })).toBe(0);
  expect(scoreText({ ...spec, require: 'share' }, answer, { reference })).toBe(0.5);
});

test('fold_case: false tells cases apart', () => {
  expect(scoreText({ ...spec, fold_case: false }, answer, { reference: 'Sunday' })).toBe(0);
});

test('no list of texts, no score', () => {
  expect(scoreText(spec, answer, {})).toBeNull();
  expect(scoreText(spec, answer, { reference: 17 })).toBeNull();
  expect(scoreText(spec, answer, { reference: { contains: [] } })).toBeNull();
  expect(scoreText(spec, answer, { reference: { any_of: ['closed'] } })).toBeNull();
});

test('patterns: {matches}, or plain references read as patterns', () => {
  expect(scoreText(spec, answer, { reference: { matches: ['\\d+ to \\d+', '(?i)sunday'] } })).toBe(1);
  expect(scoreText(spec, answer, { reference: { matches: ['sunday'] } })).toBe(0);
  expect(scoreText({ ...spec, as: 'pattern' }, answer, { reference: '^Open .*\\.$' })).toBe(1);
  expect(scoreText({ ...spec, as: 'pattern' }, answer, { reference: { contains: ['^Open'] } })).toBe(0);
  expect(scoreText({ ...spec, require: 'share' }, answer, { reference: { matches: ['\\d', 'Monday'] } })).toBe(0.5);
});

test('a pattern outside the subset cannot be scored', () => {
  expect(scoreText(spec, answer, { reference: { matches: ['(?=x)'] } })).toBeNull();
});
