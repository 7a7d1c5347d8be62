import { expect, test } from 'vitest';
import { scoreText } from './sample.js';

const spec = { type: 'by_reference' };

test('a number asks for the final number', () => {
  expect(scoreText(spec, 'So 3 + 4 = 7.00', { reference: 7 })).toBe(1);
  expect(scoreText(spec, 'seven', { reference: 7 })).toBe(0);
});

test('choices ask for a letter', () => {
  expect(scoreText(spec, 'The answer is B', { reference: 'B', choices: ['x', 'y'] })).toBe(1);
  expect(scoreText(spec, 'The answer is B', { reference: 0, choices: ['x', 'y'] })).toBe(0);
});

test('{contains} asks for every text, {any_of}, lists and texts for the whole answer', () => {
  expect(scoreText(spec, 'by 3 May at the LATEST', { reference: { contains: ['3 may', 'latest'] } })).toBe(1);
  expect(scoreText(spec, 'by 3 May', { reference: { contains: ['3 may', 'latest'] } })).toBe(0);
  expect(scoreText(spec, 'due 3 May', { reference: { matches: ['\\d+ May'] } })).toBe(1);
  expect(scoreText(spec, 'refund', { reference: { any_of: ['refund', 'return'] } })).toBe(1);
  expect(scoreText(spec, 'a refund', { reference: ['refund', 'return'] })).toBe(0);
  expect(scoreText(spec, 'Refund.', { reference: 'refund' })).toBe(1);
});

test('{list}, {date}, {amount} and {schema} ask for what they hold', () => {
  expect(scoreText(spec, 'b, a', { reference: { list: ['a', 'b'] } })).toBe(1);
  expect(scoreText(spec, 'on March 4, 2024', { reference: { date: '4 March 2024' } })).toBe(1);
  expect(scoreText(spec, 'a fee of $5', { reference: { amount: 5, currency: 'USD' } })).toBe(1);
  expect(scoreText(spec, '[1]', { reference: { schema: { type: 'array' } } })).toBe(1);
  expect(scoreText(spec, '[1]', { reference: { schema: { type: 'object' } } })).toBe(0);
});

test('no reference, no score', () => {
  expect(scoreText(spec, 'x', {})).toBeNull();
  expect(scoreText(spec, 'x', { reference: { unknown: 1 } })).toBeNull();
});
