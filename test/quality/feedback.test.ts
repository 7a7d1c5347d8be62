import { expect, test } from 'vitest';
import type { Feedback } from '../../src/domain/recording.js';
import { createScorer } from '../../src/quality/index.js';
import { answered } from './sample.js';

const score = (feedback: readonly Feedback[], options = {}) =>
  createScorer({ type: 'feedback', ...options }).score({ ...answered('x'), feedback }, {});

test('thumbs are 1 and 0, five stars are 1, one star is 0', () => {
  expect(score([{ thumbs: 'up' }])).toBe(1);
  expect(score([{ thumbs: 'down' }])).toBe(0);
  expect([1, 2, 3, 4, 5].map((stars) => score([{ stars }]))).toEqual([0, 0.25, 0.5, 0.75, 1]);
});

test('several ratings are averaged: (1 + 0 + 3/4)/3', () => {
  expect(score([{ thumbs: 'up' }, { thumbs: 'down' }, { stars: 4 }])).toBeCloseTo(1.75 / 3, 15);
});

test('of: thumbs or stars leaves the other out', () => {
  const both: Feedback[] = [{ thumbs: 'up' }, { stars: 1 }];
  expect(score(both, { of: 'thumbs' })).toBe(1);
  expect(score(both, { of: 'stars' })).toBe(0);
  expect(score([{ stars: 1 }], { of: 'thumbs' })).toBeNull();
});

test('nobody rated, no score', () => {
  expect(createScorer({ type: 'feedback' }).score(answered('x'), { reference: 'x' })).toBeNull();
});
