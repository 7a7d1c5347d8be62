import { describe, expect, test } from 'vitest';
import type { ScorerSpec } from '../../src/quality/scorer.js';
import { scoreText } from './sample.js';

const spec: ScorerSpec = { type: 'numeric' };

describe('numbers as people write them', () => {
  test.each([
    ['18', 18],
    ['It costs $1,234.50.', 1234.5],
    ['-3', -3],
    ['−3', -3],
    ['–3', -3],
    ['-$5.00', -5],
    ['$-5', -5],
    ['20-5', 5],
    ['5–10', 10],
    ['(2)-3', 3],
    ['1, 2, 3', 3],
    ['1,2,3', 3],
    ['1,2345', 2345],
    ['3/4', 0.75],
    ['3/4.5', 4.5],
    ['3/4, roughly', 0.75],
    ['on 1/2/2020', 2020],
    ['1.5e3', 1500],
    ['.5', 0.5],
    ['50%', 50],
    ['version 3.2', 3.2],
    ['7.00', 7],
    ['x18', 18],
  ])('%j', (answer, value) => {
    expect(scoreText(spec, answer, { reference: value })).toBe(1);
    expect(scoreText(spec, answer, { reference: value + 1 })).toBe(0);
  });

  test('percent: fraction reads 50% as 0.5', () => {
    expect(scoreText({ ...spec, percent: 'fraction' }, '50%', { reference: 0.5 })).toBe(1);
    expect(scoreText({ ...spec, percent: 'fraction' }, '50 \\%', { reference: '50%' })).toBe(1);
  });

  test('a number no double can hold is no number', () => {
    expect(scoreText(spec, '9'.repeat(400), { reference: 9 })).toBe(0);
  });
});

describe('which number is meant', () => {
  const text = 'From 5 we get\n#### 18 apples, 3 pears\nChecked 4 times.\n';

  test.each([
    ['final', 18],
    ['last', 4],
    ['last_line', 4],
    ['first', 5],
    ['last_digits', 4],
  ])('extract: %s', (extract, value) => {
    expect(scoreText({ ...spec, extract }, text, { reference: value })).toBe(1);
  });

  test('final prefers \\boxed, then ####, then a stated answer, then the last number', () => {
    expect(scoreText(spec, '#### 3 \\boxed{x = 1{,}234} and 5', { reference: 1234 })).toBe(1);
    expect(scoreText(spec, '\\boxed{\\frac{3}{4}} of 8', { reference: 0.75 })).toBe(1);
    expect(scoreText(spec, 'The answer is 7. #### 3', { reference: 3 })).toBe(1);
    expect(scoreText(spec, 'The answer is 2; no, the answer is 7 out of 9.\nAll 10 done.', { reference: 7 })).toBe(1);
    expect(scoreText(spec, '**Answer:** 7 of 9', { reference: 7 })).toBe(1);
    expect(scoreText(spec, '4, then 5', { reference: 5 })).toBe(1);
  });

  test('last_digits reads neither sign nor decimals, and the reference in the same way', () => {
    const digits = { ...spec, extract: 'last_digits' };
    expect(scoreText(digits, 'It is $7.00', { reference: 7 })).toBe(0);
    expect(scoreText(digits, '3', { reference: '-3' })).toBe(1);
    expect(scoreText(digits, 'in all 1,234', { reference: '1,234' })).toBe(1);
  });
});

describe('equality', () => {
  test('exact unless a tolerance is given', () => {
    expect(scoreText(spec, '2.35', { reference: 2.3512 })).toBe(0);
    expect(scoreText({ ...spec, tolerance: 0.01 }, '2.35', { reference: 2.3512 })).toBe(1);
    expect(scoreText({ ...spec, relative_tolerance: 0.01 }, '1009', { reference: 1000 })).toBe(1);
    expect(scoreText({ ...spec, relative_tolerance: 0.01 }, '1011', { reference: 1000 })).toBe(0);
    expect(scoreText({ ...spec, relative_tolerance: 0.01 }, '-1009', { reference: -1000 })).toBe(1);
  });

  test('any of several accepted numbers', () => {
    expect(scoreText(spec, '5', { reference: [4, '5'] })).toBe(1);
    expect(scoreText(spec, '6', { reference: { any_of: [4, 5] } })).toBe(0);
  });

  test('an answer without a number is wrong; a reference without one cannot be scored', () => {
    expect(scoreText(spec, 'none', { reference: 4 })).toBe(0);
    expect(scoreText(spec, '4', { reference: 'four' })).toBeNull();
    expect(scoreText(spec, '4', {})).toBeNull();
  });
});
