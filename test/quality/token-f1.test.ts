import { expect, test } from 'vitest';
import { scoreText } from './sample.js';

const f1 = (text: string, reference: string | number | string[], options = {}) =>
  scoreText({ type: 'token_f1', ...options }, text, { reference });

test('worked by hand: 2 of 3 words of the answer are 2 of the 4 of the reference, F1 = 2·2/(3+4)', () => {
  expect(f1('red green blue', 'red green grey black')).toBeCloseTo(4 / 7, 15);
});

test('a repeated word counts as often as both have it', () => {
  expect(f1('b b c', 'b c c')).toBeCloseTo((2 * 2) / 6, 15);
});

test('case, ASCII punctuation, articles and white space do not count', () => {
  expect(f1('The  cat\nsat on A mat!', 'cat sat, on the mat')).toBe(1);
  expect(f1('U.S.', 'us')).toBe(1);
  expect(f1('theatre', 'atre')).toBe(0);
  expect(f1('the—cat', '—cat')).toBe(1);
  expect(f1('a cat', 'cat', { drop_articles: false })).toBeCloseTo(2 / 3, 15);
});

test('letters beyond ASCII make words: à and thé are no articles', () => {
  expect(f1('thé à la menthe', 'la menthe')).toBeCloseTo((2 * 2) / 6, 15);
  expect(f1('éa', 'é')).toBe(0);
  expect(f1('caf\u0065\u0301', 'caf\u00e9')).toBe(1);
});

test('the best of several references; numbers are texts', () => {
  expect(f1('Paris France', ['Lyon', 'Paris', 'Paris, France'])).toBe(1);
  expect(f1('42', 42)).toBe(1);
});

test('where nothing is left: 1 for both, else 0', () => {
  expect(f1('the', 'a')).toBe(1);
  expect(f1('', '')).toBe(1);
  expect(f1('', 'cat')).toBe(0);
  expect(f1('cat', 'the')).toBe(0);
});

test('no text to compare with, no score', () => {
  expect(scoreText({ type: 'token_f1' }, 'x', { reference: { a: 1 } })).toBeNull();
  expect(scoreText({ type: 'token_f1' }, 'x', { reference: [] })).toBeNull();
});
