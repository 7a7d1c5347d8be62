import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DiffRun, wordDiff } from '../../src/report/explore/word-diff.js';

const side = (runs: readonly DiffRun[], without: DiffRun['kind']): string =>
  runs
    .filter(({ kind }) => kind !== without)
    .map(({ text }) => text)
    .join('');

/** Fewest tokens gone and new: length less twice the longest common subsequence, by the textbook's table. */
function fewest(a: readonly string[], b: readonly string[]): number {
  const common = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  for (const [i, one] of a.entries())
    for (const [j, other] of b.entries()) {
      const [row, next] = [common[i] as number[], common[i + 1] as number[]];
      next[j + 1] = one === other ? (row[j] as number) + 1 : Math.max(row[j + 1] as number, next[j] as number);
    }
  return a.length + b.length - 2 * (common[a.length]?.[b.length] as number);
}

describe('differences word by word', () => {
  it('are what a hand would mark', () => {
    expect(wordDiff('the cat sat down', 'the dog sat')).toEqual({
      complete: true,
      runs: [
        { kind: 'same', text: 'the ' },
        { kind: 'gone', text: 'cat' },
        { kind: 'new', text: 'dog' },
        { kind: 'same', text: ' sat' },
        { kind: 'gone', text: ' down' },
      ],
    });
    expect(wordDiff('', '').runs).toEqual([]);
    expect(wordDiff('', 'a').runs).toEqual([{ kind: 'new', text: 'a' }]);
    expect(wordDiff('Grüße, Welt!', 'Grüße, Welt?').runs.map(({ text }) => text)).toEqual(['Grüße, Welt', '!', '?']);
  });

  it('lose nothing of either text, and are the fewest', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 25 });
    fc.assert(
      fc.property(text, text, (a, b) => {
        // Letters one by one: punctuation is a token each.
        const [from, to] = [a, b].map((letters) =>
          letters.map((letter) => ({ a: '.', b: ',', c: ';' })[letter] ?? '').join(''),
        ) as [string, string];
        const { runs, complete } = wordDiff(from, to);
        expect(complete).toBe(true);
        expect(side(runs, 'new')).toBe(from);
        expect(side(runs, 'gone')).toBe(to);
        const edits = runs.reduce((sum, { kind, text: { length } }) => sum + (kind === 'same' ? 0 : length), 0);
        expect(edits).toBe(fewest([...from], [...to]));
      }),
    );
  });

  it('lose nothing of any text', () => {
    const text = fc.oneof(fc.string({ unit: 'binary' }), fc.constant('\ud800 x\u202e'));
    fc.assert(
      fc.property(text, text, (from, to) => {
        const { runs } = wordDiff(from, to);
        expect(side(runs, 'new')).toBe(from);
        expect(side(runs, 'gone')).toBe(to);
      }),
    );
  });

  it('give up on texts that are too far apart, without losing any', () => {
    const long = (seed: string): string => Array.from({ length: 3000 }, (_, at) => `${seed}${at}`).join(' ');
    const [from, to] = [`same ${long('a')} end`, `same ${long('b')} end`];
    const { runs, complete } = wordDiff(from, to);
    expect(complete).toBe(false);
    expect(runs.map(({ kind }) => kind)).toEqual(['same', 'gone', 'new', 'same']);
    expect(side(runs, 'new')).toBe(from);
    expect(side(runs, 'gone')).toBe(to);
    const huge = 'x'.repeat(1_000_000);
    expect(wordDiff(huge, `${huge} y`).runs).toEqual([
      { kind: 'same', text: huge },
      { kind: 'new', text: ' y' },
    ]);
  });
});
