import { expect, test } from 'vitest';
import { createScorer } from '../../src/quality/index.js';
import { answered } from './sample.js';

const { score } = createScorer({ type: 'given' });

test('hands on the quality that came with the recording', () => {
  expect(score({ ...answered('x'), quality: 0.25 }, {})).toBe(0.25);
  expect(score({ ...answered('x'), quality: 0 }, {})).toBe(0);
});

test('a recording without a quality in 0..1 is unscored, not 0', () => {
  expect(score(answered('x'), { reference: 'x' })).toBeNull();
  expect(score({ ...answered('x'), quality: 7 }, {})).toBeNull();
  expect(score({ ...answered('x'), quality: Number.NaN }, {})).toBeNull();
});
