import { describe, expect, it } from 'vitest';
import { csvJson, csvScalar } from '../../src/dataset/csv-cell.js';

describe('csvScalar', () => {
  it.each([
    ['12', 12],
    ['-0.5', -0.5],
    ['1e3', 1000],
    ['true', true],
    ['False', false],
    ['null', null],
    ['007', '007'],
    ['0x1A', '0x1A'],
    [' 1', ' 1'],
    ['1e999', '1e999'],
    ['9007199254740993', '9007199254740993'],
    ['premium', 'premium'],
  ])('%s', (text, value) => {
    expect(csvScalar(text)).toBe(value);
  });
});

describe('csvJson', () => {
  it('parses lists, objects and numbers, and leaves texts', () => {
    expect(csvJson('["a", 1]')).toEqual(['a', 1]);
    expect(csvJson(' {"a": 1}')).toEqual({ a: 1 });
    expect(csvJson('42')).toBe(42);
    expect(csvJson('[1] is the first source')).toBe('[1] is the first source');
    expect(csvJson('true')).toBe('true');
    expect(csvJson('B')).toBe('B');
  });
});
