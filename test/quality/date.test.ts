import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readDates } from '../../src/quality/text/read-dates.js';
import { scoreText } from './sample.js';

const dated = (text: string, reference: unknown = '2024-03-04', options = {}) =>
  scoreText({ type: 'date', ...options }, text, { reference: reference as string });

test.each([
  '2024-03-04',
  '2024-03-04T09:30:00Z',
  '2024/3/4',
  '4 March 2024',
  '4 Mar. 2024',
  '4-Mar-2024',
  '4th of March, 2024',
  'this 4th day of March 2024',
  'March 4, 2024',
  'MARCH 4TH 2024',
  'Mar 04, 2024',
  'March the 4th, 2024',
  '03/04/2024',
  '03-04-2024',
  '04.03.2024',
  'It ended on 1 May 2023 and was signed on **March 4, 2024**.',
])('%j is 4 March 2024', (text) => {
  expect(dated(text)).toBe(1);
});

test.each([
  ['4 April 2024'],
  ['30 February 2024'],
  ['2024-13-04'],
  ['2024-03-045'],
  ['4/3/24'],
  ['March 4'],
  ['March 2024'],
  ['the fourth of March 2024'],
  ['1.2024-03-04.5'],
  ['no date'],
  [''],
])('%j is not', (text) => {
  expect(dated(text)).toBe(0);
});

test('a day that no calendar has is no date, nor the day it would run over to', () => {
  expect(dated('30 February 2024', '1 March 2024')).toBe(0);
  expect(dated('2023-02-29', '2023-03-01')).toBe(0);
  expect(dated('2024-02-29', '29 February 2024')).toBe(1);
  expect(dated('1 March 2024', '30 February 2024')).toBeNull();
});

test('day_first decides 03/04/2024, for answer and reference; the calendar decides 25/03/2024', () => {
  expect(dated('03/04/2024', '2024-04-03', { day_first: true })).toBe(1);
  expect(dated('3 April 2024', '03/04/2024', { day_first: true })).toBe(1);
  expect(dated('March 4, 2024', '03/04/2024')).toBe(1);
  expect(dated('25/03/2024', '2024-03-25')).toBe(1);
  expect(dated('03/25/2024', '2024-03-25', { day_first: true })).toBe(1);
});

test('extract: last, first, only', () => {
  const two = 'From 4 March 2024 to 5 March 2024.';
  expect(dated(two)).toBe(0);
  expect(dated(two, '5 March 2024')).toBe(1);
  expect(dated(two, '2024-03-04', { extract: 'first' })).toBe(1);
  expect(dated(two, '2024-03-04', { extract: 'only' })).toBe(0);
  expect(dated('4 March 2024 (2024-03-04)', '2024-03-04', { extract: 'only' })).toBe(1);
});

test('tolerance_days', () => {
  expect(dated('2024-02-29', '2024-03-01', { tolerance_days: 1 })).toBe(1);
  expect(dated('2023-02-28', '2023-03-02', { tolerance_days: 1 })).toBe(0);
});

test('references: a list, any_of, {date}; without a date nothing is scored', () => {
  expect(dated('2024-03-04', ['1 May 2020', '4 March 2024'])).toBe(1);
  expect(dated('2024-03-04', { any_of: ['4 March 2024'] })).toBe(1);
  expect(dated('2024-03-04', { date: '4 March 2024' })).toBe(1);
  expect(dated('2024-03-04', { date: ['4 March 2024'] })).toBe(1);
  expect(dated('2024-03-04', 'soon')).toBeNull();
  expect(dated('2024-03-04', 2024)).toBeNull();
  expect(dated('2024-03-04', { day: '4 March 2024' })).toBeNull();
});

const NAMES = 'January February March April May June July August September October November December'.split(' ');

test('every day of the calendar is read in every form, and is its own', () => {
  const days = fc.integer({ min: Date.UTC(1000, 0, 1) / 86_400_000, max: Date.UTC(9999, 11, 31) / 86_400_000 });
  fc.assert(
    fc.property(days, (day) => {
      const at = new Date(day * 86_400_000);
      const [y, m, d] = [at.getUTCFullYear(), at.getUTCMonth() + 1, at.getUTCDate()];
      const name = NAMES[m - 1] ?? '';
      const forms = [at.toISOString(), `${d} ${name} ${y}`, `${name.slice(0, 3)} ${d}, ${y}`, `${d}.${m}.${y}`];
      for (const form of forms)
        expect(
          readDates(form, false).map((one) => one.day),
          form,
        ).toEqual([day]);
      expect(readDates(`${d}/${m}/${y}`, true).map((one) => one.day)).toEqual([day]);
      expect(readDates(`${m}/${d}/${y}`, false).map((one) => one.day)).toEqual([day]);
    }),
  );
});
