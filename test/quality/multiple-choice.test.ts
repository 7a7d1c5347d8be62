import { describe, expect, test } from 'vitest';
import { scoreText } from './sample.js';

const spec = { type: 'multiple_choice' };
const choices = ['Bladder', 'Kidney', 'Ureter', 'Bladder and kidney'];

/** The letter of the only reference an answer is right for; null when it takes none. */
function taken(answer: string, given: readonly string[] = choices): string | null {
  const right = [...'ABCDEFGHIJ'].filter((letter) => scoreText(spec, answer, { reference: letter, choices: given }) === 1);
  return right.length === 0 ? null : right.join('');
}

describe('the letter an answer takes', () => {
  test.each([
    ['C', 'C'],
    ['c', 'C'],
    ['(C)', 'C'],
    ['C.', 'C'],
    ['**B**', 'B'],
    ['The answer is (C)', 'C'],
    ['The answer is (C).', 'C'],
    ['the correct answer is: **B. Kidney**', 'B'],
    ['Answer: D', 'D'],
    ['**Answer:** D', 'D'],
    ['ANSWER: D', 'D'],
    ['answer: d', 'D'],
    ['Final answer: \\boxed{C}', 'C'],
    ['So $\\boxed{\\text{B}}$', 'B'],
    ['It is the kidney, as asked.\n#### B', 'B'],
    ['B. Kidney', 'B'],
    ['B) Kidney\nbecause it filters.', 'B'],
    ['It must be the one that filters.\n\nB', 'B'],
    ['I would go with C here.', 'C'],
    ['The correct option would be C', 'C'],
    ['After weighing, **B. Kidney** fits.', 'B'],
  ])('%j takes %s', (answer, letter) => {
    expect(taken(answer)).toBe(letter);
  });

  test('the last explicit statement wins', () => {
    expect(taken('The answer is (A). Wait, that is wrong. The answer is (C).')).toBe('C');
    expect(taken('Answer: A. Answer: D')).toBe('D');
  });

  test('an explicit statement beats a letter that stands alone', () => {
    expect(taken('The answer is B.\n\nC')).toBe('B');
  });

  test.each([
    ['A good question about organs.'],
    ['The answer is a matter of taste.'],
    ['The answer is A or B.'],
    ['A. Bladder\nB. Kidney\nC. Ureter\nD. Bladder and kidney'],
    ['The answer is E'],
    [''],
  ])('%j takes none', (answer) => {
    expect(taken(answer)).toBeNull();
  });
});

describe('the text of a choice', () => {
  test.each([
    ['Kidney', 'B'],
    ['The ureter does.', 'C'],
    ['It is the bladder and kidney together.', 'D'],
    ['the bladders of fish', null],
    ['Either the ureter or the bladder.', null],
  ])('%j takes %s', (answer, letter) => {
    expect(taken(answer)).toBe(letter);
  });
});

describe('the reference', () => {
  test.each([['B'], ['b'], ['(B)'], ['Kidney'], [1], [['B', 'C']]])('%j accepts B', (reference) => {
    expect(scoreText(spec, 'B', { reference, choices })).toBe(1);
    expect(scoreText(spec, 'D', { reference, choices })).toBe(0);
  });

  test('without choices, letters A to J are known', () => {
    expect(scoreText(spec, 'The answer is J', { reference: 'J' })).toBe(1);
    expect(scoreText(spec, 'K', { reference: 'J' })).toBe(0);
  });

  test('absent or unreadable: no score', () => {
    expect(scoreText(spec, 'B', { choices })).toBeNull();
    expect(scoreText(spec, 'B', { reference: 'Spleen', choices })).toBeNull();
    expect(scoreText(spec, 'B', { reference: 4, choices })).toBeNull();
    expect(scoreText(spec, 'B', { reference: 'E', choices })).toBeNull();
  });
});
