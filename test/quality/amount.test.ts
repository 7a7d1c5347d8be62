import { describe, expect, test } from 'vitest';
import type { Json } from '../../src/domain/json.js';
import { readAmounts } from '../../src/quality/text/read-amounts.js';
import { scoreText } from './sample.js';

const amount = (text: string, reference: Json, options = {}) => scoreText({ type: 'amount', ...options }, text, { reference });
const read = (text: string, decimal: 'point' | 'comma' = 'point') =>
  readAmounts(text, decimal).map(({ value, currency }) => [value, currency]);

describe('reading', () => {
  test.each<[string, number, string | undefined]>([
    ['$1,234.50', 1234.5, 'USD'],
    ['US$ 5', 5, 'USD'],
    ['A$5', 5, 'AUD'],
    ['EUR500', 500, 'EUR'],
    ['€ 1.234,50', 1234.5, 'EUR'],
    ['1 234,50 €', 1234.5, 'EUR'],
    ['1\u202f234\u202f567 €', 1_234_567, 'EUR'],
    ["CHF 1'234.05", 1234.05, 'CHF'],
    ['1.5 million euros', 1_500_000, 'EUR'],
    ['1.1 million', 1_100_000, undefined],
    ['a 2.3-million-dollar fine', 2_300_000, undefined],
    ['£2.5m', 2_500_000, 'GBP'],
    ['$3bn', 3e9, 'USD'],
    ['USD 4 billion', 4e9, 'USD'],
    ['25k', 25_000, undefined],
    ['₹12,34,567', 1_234_567, 'INR'],
    ['-$5', -5, 'USD'],
    ['$-5', -5, 'USD'],
    ['−5 pounds sterling', -5, 'GBP'],
    ['10 U.S. dollars', 10, 'USD'],
    ['TEN of 10 DOLLARS', 10, 'USD'],
    ['1,5', 1.5, undefined],
    ['1,234', 1234, undefined],
    ['1.234', 1.234, undefined],
    ['1.234.567', 1_234_567, undefined],
  ])('%j', (text, value, currency) => {
    expect(read(text)).toEqual([[value, currency]]);
  });

  test('with decimal: comma, the point groups', () => {
    expect(read('1.234 EUR', 'comma')).toEqual([[1234, 'EUR']]);
    expect(read('1.234,5 EUR', 'comma')).toEqual([[1234.5, 'EUR']]);
    expect(read('1,234.5 EUR', 'comma')).toEqual([[1234.5, 'EUR']]);
  });

  test.each(['', 'five thousand', '5%', '12.5 %', '1.2.3', '3 March 2024', '2024-03-04', 'model v2', 'A4', 'try 1.2.3'])(
    '%j holds none',
    (text) => {
      expect(read(text)).toEqual([]);
    },
  );

  test('amounts with a currency come before bare numbers', () => {
    expect(read('Section 12: a fee of EUR 500 within 30 days, at 5%.')).toEqual([[500, 'EUR']]);
    expect(read('between $5 and $10')).toEqual([
      [5, 'USD'],
      [10, 'USD'],
    ]);
    expect(read('12 of 30')).toEqual([
      [12, undefined],
      [30, undefined],
    ]);
  });

  test('letters after the digits are no powers unless they stand alone', () => {
    expect(read('5 metres')).toEqual([[5, undefined]]);
    expect(read('5m')).toEqual([[5e6, undefined]]);
    expect(read('5 m')).toEqual([[5, undefined]]);
    expect(read('5 usd')).toEqual([[5, undefined]]);
  });
});

test('equal within a tolerance', () => {
  expect(amount('It is $1,500,000.', '1.5 million dollars')).toBe(1);
  expect(amount('$100.50', 100)).toBe(0);
  expect(amount('$100.50', 100, { tolerance: 0.5 })).toBe(1);
  expect(amount('$101', 100, { relative_tolerance: 0.01 })).toBe(1);
  expect(amount('$102', 100, { relative_tolerance: 0.01 })).toBe(0);
});

test('currency: if_given, required, ignored', () => {
  for (const [text, given, required, ignored] of [
    ['500 EUR', 1, 1, 1],
    ['500', 1, 0, 1],
    ['500 USD', 0, 0, 1],
  ] as const) {
    expect(amount(text, 'EUR 500')).toBe(given);
    expect(amount(text, 'EUR 500', { currency: 'required' })).toBe(required);
    expect(amount(text, 'EUR 500', { currency: 'ignored' })).toBe(ignored);
  }
  expect(amount('500 USD', 500, { currency: 'required' })).toBe(1);
});

test('extract: last, first, only', () => {
  const two = 'A deposit of $50 on a price of $500.';
  expect(amount(two, 500)).toBe(1);
  expect(amount(two, 50, { extract: 'first' })).toBe(1);
  expect(amount(two, 500, { extract: 'only' })).toBe(0);
  expect(amount('$500, that is USD 500.00', 500, { extract: 'only' })).toBe(1);
});

test('references: number, text, list, any_of, {amount, currency}', () => {
  expect(amount('$5', [4, '$5'])).toBe(1);
  expect(amount('$5', { any_of: [4, 5] })).toBe(1);
  expect(amount('$5', { amount: 5, currency: 'USD' })).toBe(1);
  expect(amount('€5', { amount: 5, currency: 'USD' })).toBe(0);
  expect(amount('€5', { amount: '5 euros' })).toBe(1);
  expect(amount('1,234 USD', 1.234, { decimal: 'comma' })).toBe(1);
  expect(amount('$5', 'nothing')).toBeNull();
  expect(amount('$5', true)).toBeNull();
  expect(amount('nothing', 5)).toBe(0);
});
