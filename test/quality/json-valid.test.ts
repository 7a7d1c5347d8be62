import { expect, test } from 'vitest';
import { scoreText } from './sample.js';

const score = (text: string, options = {}) => scoreText({ type: 'json_valid', ...options }, text, {});

test.each([
  ['{"a": [1, 2.5, null]}', 1],
  [' \n[]\n ', 1],
  ['"text"', 1],
  ['-1.5e3', 1],
  ['', 0],
  ['{a: 1}', 0],
  ["{'a': 1}", 0],
  ['[1,]', 0],
  ['{"a": 1} {"b": 2}', 0],
  ['Here you are: {"a": 1}', 0],
  ['NaN', 0],
])('%j → %d', (text, quality) => {
  expect(score(text)).toBe(quality);
});

test('one fence may stand around the whole answer, unless it is forbidden', () => {
  for (const text of [
    '```json\n{"a": 1}\n```',
    '```\n{"a": 1}```',
    '~~~\n{"a": 1}\n~~~',
    '```{"a": 1}```',
    '```json {"a": 1}```',
  ]) {
    expect(score(text), text).toBe(1);
    expect(score(text, { fence: 'none' }), text).toBe(0);
  }
  expect(score('```true```')).toBe(1);
  expect(score('``````')).toBe(0);
  expect(score('```json\n{"a": 1}\n~~~')).toBe(0);
  expect(score('Here:\n```json\n{"a": 1}\n```')).toBe(0);
});

test('fence: within reads the last closed fence of prose, or the bare answer', () => {
  const within = { fence: 'within' };
  expect(score('First try:\n```json\n{a}\n```\nBetter:\n```json\n{"a": 1}\n```\nDone.', within)).toBe(1);
  expect(score('Good:\n```\n[1]\n```\nBad:\n```\n[1\n```', within)).toBe(0);
  expect(score('{"a": 1}', within)).toBe(1);
  expect(score('```{"a": 1}```', within)).toBe(1);
  expect(score('Left open:\n```json\n{"a": 1}', within)).toBe(0);
});

test('value: object or array', () => {
  expect(score('[1]', { value: 'array' })).toBe(1);
  expect(score('[1]', { value: 'object' })).toBe(0);
  expect(score('{}', { value: 'object' })).toBe(1);
  expect(score('null', { value: 'object' })).toBe(0);
});

test('500 levels are JSON, 501 are not, brackets in texts are no levels', () => {
  expect(score('['.repeat(500) + ']'.repeat(500))).toBe(1);
  expect(score('['.repeat(501) + ']'.repeat(501))).toBe(0);
  expect(score(`["\\"${'['.repeat(600)}"]`)).toBe(1);
});
