import { expect, test } from 'vitest';
import type { Json } from '../../src/domain/json.js';
import { listItems } from '../../src/quality/text/list-items.js';
import { scoreText } from './sample.js';

const match = (text: string, reference: Json, options = {}) => scoreText({ type: 'list_match', ...options }, text, { reference });
const colours = ['red', 'green', 'blue', 'grey'];

test('worked by hand: 2 of the 3 items of the answer are 2 of the 4 wanted', () => {
  const text = 'red, green, black';
  expect(match(text, colours)).toBeCloseTo((2 * 2) / 7, 15);
  expect(match(text, colours, { measure: 'precision' })).toBeCloseTo(2 / 3, 15);
  expect(match(text, colours, { measure: 'recall' })).toBe(0.5);
  expect(match(text, colours, { measure: 'exact' })).toBe(0);
});

test.each([
  ['blue, grey, green, red'],
  ['Red; Green; Blue; Grey.'],
  ['The colours are: red, green, blue and grey'],
  ['red, green, blue, and grey'],
  ['["red", "green", "blue", "grey"]'],
  ['Here they are:\n```json\n["red", "green", "blue", "grey"]\n```'],
  ['- red\n- green\n- blue\n- grey'],
  ['Sure!\n\n1. red\n2. green\n3. **blue**\n4. grey\n\nAnything else?'],
  ['(a) red\n(b) green\n(c) blue\n(d) grey'],
  ['Colours:\nred\ngreen\nblue\ngrey'],
])('%j lists the four', (text) => {
  expect(match(text, colours, { measure: 'exact' })).toBe(1);
});

test('an item may hold a colon or an and of its own', () => {
  expect(match('Marks and Spencer, Rolls and Co', ['Marks and Spencer', 'Rolls and Co'], { measure: 'exact' })).toBe(1);
  expect(match('Art: now, music', ['Art: now', 'music'], { measure: 'exact' })).toBe(1);
});

test('order: same counts the longest common subsequence', () => {
  const options = { order: 'same' };
  expect(match('green, red, blue, grey', colours, options)).toBe(0.75);
  expect(match('green, red, blue, grey', colours, { ...options, measure: 'exact' })).toBe(0);
  expect(match('red, green, blue, grey', colours, { ...options, measure: 'exact' })).toBe(1);
});

test('repeats are ignored, or counted', () => {
  expect(match('red, red, green', ['red', 'green'])).toBe(1);
  expect(match('red, red, green', ['red', 'green'], { repeats: 'counted' })).toBe(0.8);
  expect(match('red, red', ['red', 'red'], { repeats: 'counted', measure: 'exact' })).toBe(1);
});

test('fold_case: false tells cases apart', () => {
  expect(match('Red', ['red'], { fold_case: false })).toBe(0);
});

test('the reference: a list, a text, {list}; numbers and truth values as texts', () => {
  expect(match('1, 2, true', [1, 2, true])).toBe(1);
  expect(match('a, b', 'b; a')).toBe(1);
  expect(match('a, b', { list: ['b', 'a'] })).toBe(1);
  expect(match('[{"b": 1, "a": 2}]', [{ a: 2, b: 1 }])).toBe(1);
  expect(match('a', { any_of: ['a'] })).toBeNull();
  expect(match('a', 3)).toBeNull();
});

test('two empty lists agree', () => {
  expect(match('[]', [])).toBe(1);
  expect(match('', { list: [] })).toBe(1);
  expect(match('none', [])).toBe(0);
  expect(match('[]', ['a'])).toBe(0);
});

test('format says how to read', () => {
  expect(match('red, green', ['red', 'green'], { format: 'json' })).toBe(0);
  expect(match('["red", "green"]', ['red', 'green'], { format: 'json' })).toBe(1);
  expect(match('a, b\nc', ['a, b', 'c'], { format: 'lines' })).toBe(1);
  expect(match('a,\nb,\nc', ['a', 'b', 'c'], { format: 'commas' })).toBe(1);
  expect(listItems('{"a": 1}', 'json', () => false)).toBeUndefined();
});

test('ordered lists too long for each other are not scored', () => {
  const long = JSON.stringify(Array.from({ length: 66_000 }, (_, i) => i));
  expect(match(long, long, { order: 'same' })).toBeNull();
  expect(match(long, long)).toBe(1);
});
