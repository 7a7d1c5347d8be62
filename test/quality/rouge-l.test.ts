import fc from 'fast-check';
import { expect, test } from 'vitest';
import { comparable, longestSubsequence } from '../../src/quality/text/longest-subsequence.js';
import { wordTokens } from '../../src/quality/text/word-tokens.js';
import { scoreText } from './sample.js';

const rouge = (text: string, reference: string | string[], options = {}) =>
  scoreText({ type: 'rouge_l', ...options }, text, { reference });

test('the examples of Lin 2004, §3.1', () => {
  const reference = 'police killed the gunman';
  expect(rouge('police kill the gunman', reference)).toBe(0.75);
  expect(rouge('the gunman kill police', reference)).toBe(0.5);
  expect(rouge('the gunman police killed', reference)).toBe(0.5);
});

test('worked by hand: L = 2 (a c), P = 2/3, R = 2/5', () => {
  const reference = 'a x c y z';
  expect(rouge('a b c', reference)).toBeCloseTo((2 * (2 / 3) * (2 / 5)) / (2 / 3 + 2 / 5), 15);
  expect(rouge('a b c', reference, { beta: 0 })).toBeCloseTo(2 / 3, 15);
  expect(rouge('a b c', reference, { beta: 2 })).toBeCloseTo((5 * (2 / 3) * (2 / 5)) / (2 / 5 + 4 * (2 / 3)), 15);
  expect(rouge('a b c', reference, { beta: 1e200 })).toBeCloseTo(2 / 5, 12);
});

test('words: lower case, any script, Chinese and Japanese one by one, no punctuation, not stemmed', () => {
  expect(wordTokens('It’s 3.5 km — Straße, naïve!')).toEqual(['it', 's', '3', '5', 'km', 'straße', 'naïve']);
  expect(wordTokens('GPT模型abc です')).toEqual(['gpt', '模', '型', 'abc', 'で', 'す']);
  expect(wordTokens('हिन्दी cafe\u0301')).toEqual(['हिन्दी', 'café']);
  expect(rouge('killing', 'killed')).toBe(0);
});

test('the best of several references; empty on both sides is 1, on one 0', () => {
  expect(rouge('b', ['a', 'b'])).toBe(1);
  expect(rouge('…', '!')).toBe(1);
  expect(rouge('', 'a')).toBe(0);
  expect(rouge('a', '?')).toBe(0);
});

/** The table of the definition: L(i, j) = L(i−1, j−1) + 1 where items are equal, else the larger neighbour. */
function byTable(a: readonly string[], b: readonly string[]): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const item of a) {
    const next = [0];
    for (let j = 1; j <= b.length; j++)
      next.push(item === b[j - 1] ? (row[j - 1] ?? 0) + 1 : Math.max(row[j] ?? 0, next[j - 1] ?? 0));
    row = next;
  }
  return row[b.length] ?? 0;
}

/** Mostly items that come once; a few come twice, far apart. */
const RARE = Array.from({ length: 200 }, (_, at) => String(at % 7 === 0 ? at % 77 : at));

test('the bit-parallel length is the table’s', () => {
  const items = (letters: string, maxLength: number) => fc.array(fc.constantFrom(...letters), { maxLength });
  const pairs = fc.oneof(
    fc.tuple(items('ab', 150), items('ab', 150)),
    fc.tuple(items('abcdefghij', 150), items('abcdefghij', 150)),
    fc.tuple(items('a', 100), items('ab', 100)),
    // Rare items: most words of bits have no match, and carries run through them, to the next match or the end.
    fc.tuple(fc.constant(RARE), fc.shuffledSubarray(RARE)),
  );
  fc.assert(
    fc.property(pairs, ([a, b]) => {
      expect(longestSubsequence(a, b)).toBe(byTable(a, b));
    }),
    { numRuns: 500 },
  );
});

test('two texts too long for each other are not scored; a long answer to a short reference is', () => {
  expect(comparable(new Array(65_536), new Array(65_536))).toBe(true);
  expect(comparable(new Array(65_537), new Array(65_536))).toBe(false);
  const long = 'a b '.repeat(40_000);
  expect(rouge(long, long)).toBeNull();
  expect(rouge(long, 'a')).toBeCloseTo(2 / 80_001, 15);
});
