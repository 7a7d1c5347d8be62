import { describe, expect, it } from 'vitest';
import { copyIndex, shingles, words } from '../../../tools/demo/near-copy.js';
import { shippedRows } from './shipped.js';

type Cut = (prompt: string) => string[];

/** All pairs outside one group whose shingle sets overlap by more than half, found over an index of shingles. */
function nearCopies(rows: readonly { id: string; prompt: string; group?: string }[], cut: Cut): string[] {
  const sets = rows.map((row) => fiveWordSets(cut(row.prompt)));
  const holders = new Map<string, number[]>();
  const found: string[] = [];
  sets.forEach((own, row) => {
    const shared = new Map<number, number>();
    for (const shingle of own) {
      const earlier = holders.get(shingle) ?? [];
      for (const other of earlier) shared.set(other, (shared.get(other) ?? 0) + 1);
      holders.set(shingle, [...earlier, row]);
    }
    for (const [other, both] of shared) {
      const [a, b] = [rows[row], rows[other]];
      const sameGroup = a?.group !== undefined && a.group === b?.group;
      if (!sameGroup && both / (own.size + (sets[other]?.size ?? 0) - both) > 0.5) found.push(`${a?.id} ~ ${b?.id}`);
    }
  });
  return found;
}

function fiveWordSets(tokens: readonly string[]): Set<string> {
  if (tokens.length < 5) return new Set([tokens.join(' ')]);
  return new Set(tokens.slice(4).map((_, at) => tokens.slice(at, at + 5).join(' ')));
}

describe('near-copies in the shipped dataset', () => {
  it.each<[string, Cut]>([
    ['letters and digits', (prompt) => prompt.toLowerCase().match(/[\p{L}\p{N}_]+/gu) ?? []],
    ['white space', (prompt) => prompt.toLowerCase().trim().split(/\s+/)],
    ['ASCII letters, digits apart', (prompt) => prompt.toLowerCase().match(/[a-z]+|[0-9]+/g) ?? []],
  ])('no two prompts outside one group share over half of their 5-word shingles, words cut at %s', (_, cut) => {
    expect(nearCopies(shippedRows, cut)).toEqual([]);
  });

  it('finds a planted copy, and forgives it inside a group', () => {
    const prompt = shippedRows[10]?.prompt ?? '';
    const copy = { id: 'copy', prompt: `${prompt} Please.` };
    const rows = [{ id: 'original', prompt }, copy];
    expect(nearCopies(rows, words)).toEqual(['copy ~ original']);
    expect(
      nearCopies(
        rows.map((row) => ({ ...row, group: 'g' })),
        words,
      ),
    ).toEqual([]);
  });
});

describe('copyIndex', () => {
  it('measures Jaccard overlap of 5-word shingles', () => {
    const index = copyIndex();
    index.add('one two three four five six');
    // Shingles: {1-5, 2-6} against {1-5, 2-7'}: one shared of three.
    expect(index.highestOverlap('One two, three four five seven')).toBeCloseTo(1 / 3, 12);
    expect(index.highestOverlap('nothing alike')).toBe(0);
  });

  it('takes a text of fewer than five words as a whole', () => {
    expect([...shingles(words('Reset my password'))]).toEqual(['reset my password']);
  });
});
