import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { scoreText } from './sample.js';

const chrf = (text: string, reference: string | string[], options = {}) =>
  scoreText({ type: 'chrf', ...options }, text, { reference });

test('worked by hand: ab against abc has P = (2/2 + 1/1)/2, R = (2/3 + 1/2)/2, so 5PR/(4P+R) = 7/11', () => {
  expect(chrf('ab', 'abc')).toBeCloseTo(7 / 11, 15);
  expect(chrf('ab', 'abc', { beta: 0 })).toBe(1);
  expect(chrf('ab', 'abc', { beta: 1e200 })).toBeCloseTo(7 / 12, 12);
});

test('worked by hand, a run repeated: aa against a shares one a: P = 1/2, R = 1', () => {
  expect(chrf('aa', 'a')).toBeCloseTo((5 * 0.5) / (4 * 0.5 + 1), 15);
});

// sacrebleu 2.6.0, CHRF().sentence_score(hypothesis, references).score / 100.
describe('equal to sacreBLEU 2.6.0', () => {
  test.each<[string, string[], number]>([
    ['the cat sat on the mat', ['the cat is on the mat'], 0.645779420625287],
    ['The contract ends on 3 March 2024.', ['The contract ended on 31 March 2024.', 'It ends in March.'], 0.7305009422686495],
    ['ab', ['abc'], 0.6363636363636362],
    ['Straße größer', ['Strasse größer'], 0.5629810599006225],
    ['北京天气很好', ['北京今天天气很好'], 0.32855510709633334],
    ['😀😀 ok', ['😀 okay'], 0.37736568986568986],
    ['naïve café', ['naive cafe'], 0.39411375661375664],
    ['xyz', ['abc'], 0],
    ['a', ['a'], 1],
  ])('%j', (text, references, expected) => {
    expect(chrf(text, references)).toBeCloseTo(expected, 14);
  });
});

test('white space is left out, case counts', () => {
  expect(chrf('a b\tc\n', 'abc')).toBe(1);
  expect(chrf('ABC', 'abc')).toBe(0);
});

test('empty on both sides is 1, on one 0; a reference too long is not scored', () => {
  expect(chrf(' ', '')).toBe(1);
  expect(chrf('', 'a')).toBe(0);
  expect(chrf('a', ' ')).toBe(0);
  expect(chrf('a', 'ab'.repeat(100_001))).toBeNull();
});

/** The definition in plain words: n-grams as lists of texts, matched one by one. */
function plainly(answer: string, reference: string): number {
  const points = (text: string) => [...text].filter((one) => one.trim() !== '');
  const grams = (list: readonly string[], n: number) =>
    Array.from({ length: Math.max(0, list.length - n + 1) }, (_, at) => list.slice(at, at + n).join(''));
  const shares = [1, 2, 3, 4, 5, 6].flatMap((n) => {
    const theirs = grams(points(reference), n);
    const ours = grams(points(answer), n);
    if (ours.length === 0 || theirs.length === 0) return [];
    const left = [...theirs];
    const shared = ours.filter((gram) => {
      const at = left.indexOf(gram);
      if (at >= 0) left.splice(at, 1);
      return at >= 0;
    }).length;
    return [[shared / ours.length, shared / theirs.length] as const];
  });
  if (shares.length === 0) return points(answer).length === points(reference).length ? 1 : 0;
  const p = shares.reduce((sum, [share]) => sum + share, 0) / shares.length;
  const r = shares.reduce((sum, [, share]) => sum + share, 0) / shares.length;
  return p + r === 0 ? 0 : (5 * p * r) / (4 * p + r);
}

test('the tree of runs counts as the plain definition does', () => {
  const texts = fc.oneof(
    fc.string({ unit: fc.constantFrom('a', 'b', ' '), maxLength: 30 }),
    fc.string({ unit: 'binary', maxLength: 12 }),
  );
  fc.assert(
    fc.property(texts, texts, (answer, reference) => {
      expect(chrf(answer, reference)).toBeCloseTo(plainly(answer, reference), 12);
    }),
    { numRuns: 500 },
  );
});
