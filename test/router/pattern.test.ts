import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileMatcher } from '../../src/router/pattern/matcher.js';

/** Patterns of the subset that JavaScript reads the same way (with the u and s-less defaults). */
const atom = fc.constantFrom(
  'a',
  'b',
  'c',
  '.',
  '[ab]',
  '[^a]',
  '[a-c]',
  '\\d',
  '\\w',
  '\\s',
  '\\D',
  '\\W',
  '1',
  ' ',
  '\\.',
  '日',
  '😀',
);
const repeat = fc.constantFrom('', '*', '+', '?', '{2}', '{1,2}', '{0,3}', '{2,}', '*?', '+?');
const pattern: fc.Arbitrary<string> = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    fc.tuple(atom, repeat).map(([one, times]) => one + times),
    fc.array(tie('node'), { minLength: 1, maxLength: 3 }).map((parts) => parts.join('')),
    fc.tuple(tie('node'), tie('node')).map(([left, right]) => `(?:${left}|${right})`),
    fc.tuple(tie('node'), repeat).map(([inner, times]) => `(${inner})${times}`),
    tie('node').map((inner) => `^${inner}`),
    tie('node').map((inner) => `${inner}$`),
    tie('node').map((inner) => `\\b${inner}`),
  ),
})).node;
const text = fc
  .array(fc.constantFrom('a', 'b', 'c', '1', ' ', '.', '\n', '日', '😀', '_'), { maxLength: 12 })
  .map((parts) => parts.join(''));

/**
 * Anchored at the start: where a pattern ends in `$`, the engine of Node 26 looks at the last UTF-16 units only, and so finds
 * that /[^a]{2}$/u does not match '😀_'.
 */
const inJavaScript = (source: string): RegExp => new RegExp(`^[^]*?(?:${source})`, 'u');

describe('compileMatcher', () => {
  it('finds what JavaScript finds, on patterns of the subset', () => {
    fc.assert(
      fc.property(pattern, text, (source, subject) => {
        expect([source, subject, compileMatcher(source)(subject)]).toEqual([source, subject, inJavaScript(source).test(subject)]);
      }),
      { numRuns: 3000 },
    );
  });

  it('ignores ASCII case with (?i) and lets the dot match line feeds with (?s)', () => {
    expect(compileMatcher('(?i)pRoVe [a-z]+')('please PROVE IT')).toBe(true);
    expect(compileMatcher('prove')('PROVE')).toBe(false);
    expect(compileMatcher('a.b')('a\nb')).toBe(false);
    expect(compileMatcher('(?s)a.b')('a\nb')).toBe(true);
    expect(compileMatcher('(?is)A.B')('a\nb')).toBe(true);
  });

  it('takes time linear in the text where backtracking would hang', () => {
    expect(compileMatcher('(a+)+$')(`${'a'.repeat(50_000)}b`)).toBe(false);
    expect(compileMatcher('(a|aa)*c')(`${'a'.repeat(50_000)}b`)).toBe(false);
    expect(compileMatcher('(.*)(.*)(.*)(.*)(.*)x$')('y'.repeat(20_000))).toBe(false);
  });

  it('counts code points: a class holds emoji whole', () => {
    expect(compileMatcher('^.$')('😀')).toBe(true);
    expect(compileMatcher('^[😀-😂]$')('😁')).toBe(true);
    expect(compileMatcher('^.{2}$')('\ud83d\ud83d')).toBe(true);
  });

  it.each([
    ['(?=a)', 'a (?…) group', 2],
    ['(?<!a)b', 'a (?…) group', 2],
    ['(a)\\1', 'the escape \\1', 4],
    ['[[:alpha:]]', 'a [:named:] class', 2],
    ['a**', 'a repeat of a repeat', 3],
    ['(a', 'a ( that is never closed', 3],
    ['a)', 'unmatched )', 2],
    ['[a', 'a [ that is never closed', 1],
    ['*a', 'nothing to repeat before *', 1],
    ['a{3,1}', '{m,n} with n below m', 7],
    ['a{5000}', 'a repeat above 1000', 7],
    ['a{x}', 'a { that is not', 3],
    ['\\p{L}', 'the escape \\p', 1],
    ['[z-a]', 'a range that is not from low to high', 5],
    ['a\\', 'a \\ at the end', 4],
  ])('refuses %s: %s at character %i', (source, what, at) => {
    expect(() => compileMatcher(source)).toThrow(`regular expression: ${what}`);
    expect(() => compileMatcher(source)).toThrow(`at character ${at}`);
    expect(() => compileMatcher(source)).toThrow('no look-around, no back-references');
  });

  it('refuses what would be too large once written out', () => {
    expect(() => compileMatcher('(?:(?:a{100}){100}){100}')).toThrow('too large once repeats are written out');
  });
});
