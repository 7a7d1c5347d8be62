import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearCopies } from '../../../src/experiment/split/near-copies.js';
import { type Sketches, shingleSketch, sketchList } from '../../../src/experiment/split/shingles.js';

const words = (from: number, to: number): string => Array.from({ length: to - from }, (_, i) => `word${from + i}`).join(' ');
const sketchesOf = (texts: readonly string[]): Sketches => {
  const list = sketchList(texts.length);
  for (const text of texts) list.add(shingleSketch(text), false);
  return list.done();
};
const pairs = (texts: readonly string[], atLeast: number): [number, number][] => {
  const found: [number, number][] = [];
  nearCopies(
    sketchesOf(texts),
    atLeast,
    (a, b) => found.push([a, b]),
    () => false,
  );
  return found;
};
/** Shared ÷ all five-word runs, the plain way. */
const jaccard = (a: string, b: string): number => {
  const runs = (text: string): Set<string> => {
    const list = text.split(' ');
    return new Set(list.slice(4).map((_, i) => list.slice(i, i + 5).join(' ')));
  };
  const left = runs(a);
  const right = runs(b);
  const shared = [...left].filter((run) => right.has(run)).length;
  return shared / (left.size + right.size - shared);
};

describe('shingleSketch', () => {
  it('has one hash a run of five words, ascending, at most 256', () => {
    expect(shingleSketch('one two three four')).toHaveLength(0);
    expect(shingleSketch('one two three four five')).toHaveLength(1);
    expect(shingleSketch(`${words(0, 7)} ${words(0, 7)}`)).toHaveLength(3 + 4);
    const long = shingleSketch(words(0, 1000));
    expect(long).toHaveLength(256);
    expect([...long]).toEqual([...long].sort((a, b) => a - b));
  });
});

describe('nearCopies', () => {
  it('finds texts that differ in a few words, and no others', () => {
    // 36 runs each; text 1 has one word changed at its end: 35 of 37 shared. Text 2 shares the first half: 16 of 56.
    const texts = [words(0, 40), `${words(0, 39)} other`, `${words(0, 20)} ${words(100, 120)}`, words(200, 240)];
    expect(jaccard(texts[0] as string, texts[1] as string)).toBeCloseTo(35 / 37, 12);
    expect(pairs(texts, 0.7)).toEqual([[0, 1]]);
    expect(pairs(texts, 0.95)).toEqual([]);
    expect(pairs(texts, 0.2).sort()).toEqual([
      [0, 1],
      [0, 2],
      [1, 2],
    ]);
  });

  it('does not take a common instruction for a copy', () => {
    const instruction = words(0, 60);
    const texts = Array.from({ length: 200 }, (_, i) => `${instruction} ${words(1000 * (i + 1), 1000 * (i + 1) + 20)}`);
    texts.push(`${texts[17]} please`);
    expect(pairs(texts, 0.7)).toEqual([[17, 200]]);
  });

  it('compares no repeated text: the first of its kind is in every pair', () => {
    // 10 texts, 40 times each, are no boilerplate (50 texts), and one more is nearly the first.
    const kinds = Array.from({ length: 10 }, (_, kind) => words(1000 * kind, 1000 * kind + 40));
    const list = sketchList(401);
    for (let i = 0; i < 400; i++) list.add(shingleSketch(kinds[i % 10] as string), i >= 10);
    list.add(shingleSketch(`${words(0, 39)} other`), false);
    const found: [number, number][] = [];
    let looks = 0;
    nearCopies(
      list.done(),
      0.7,
      (a, b) => found.push([a, b]),
      () => ++looks < 0,
    );
    expect(found).toEqual([[0, 400]]);
    expect(looks).toBe(1);
  });

  it('finds exactly the pairs that comparing all with all finds', () => {
    const text = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 8, maxLength: 16 }).map((list) => list.join(' '));
    fc.assert(
      fc.property(
        fc.array(text, { minLength: 2, maxLength: 12 }),
        fc.double({ min: 0.1, max: 1, noNaN: true }),
        (texts, atLeast) => {
          const expected: [number, number][] = [];
          const enough = texts.map((one) => shingleSketch(one).length >= 3);
          texts.forEach((b, later) => {
            texts.slice(0, later).forEach((a, earlier) => {
              if (enough[earlier] && enough[later] && jaccard(a, b) >= atLeast) expected.push([earlier, later]);
            });
          });
          const order = (list: [number, number][]): string[] => list.map(String).sort();
          expect(order(pairs(texts, atLeast))).toEqual(order(expected));
        },
      ),
      { numRuns: 300 },
    );
  });
});
