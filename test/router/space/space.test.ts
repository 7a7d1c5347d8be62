import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { queryTable } from '../../../src/domain/query.js';
import { requestBatch } from '../../../src/replay/request-batch.js';
import { DEFAULT_INPUT } from '../../../src/router/config.js';
import { murmur3 } from '../../../src/router/identity/murmur3.js';
import { pack } from '../../../src/router/packed.js';
import type { SpaceConfig } from '../../../src/router/space/config.js';
import { charGrams, wordGrams } from '../../../src/router/space/grams.js';
import { checkSpace, compileSpace, gramCounts, spaceColumns, spaceNorm } from '../../../src/router/space/index.js';
import { pieces, readChunks, readMarks, readWords } from '../../../src/router/space/normal-text.js';

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

function cut(read: typeof readWords, of: string): string[] {
  const into = pieces();
  read(of, into);
  return Array.from({ length: into.count }, (_, i) =>
    text(into.bytes.subarray(into.starts[into.from[i] as number], into.starts[into.to[i] as number])),
  );
}

describe('pieces of a text', () => {
  it('are words folded in ASCII, split at punctuation, one character each where a script has no spaces', () => {
    expect(cut(readWords, 'Hello, wörld_2! It’s 3.5 日本 ÄB')).toEqual([
      'hello',
      'wörld_2',
      'it',
      's',
      '3',
      '5',
      '日',
      '本',
      'Äb',
    ]);
    expect(cut(readWords, '')).toEqual([]);
    expect(cut(readWords, ' \n\t.')).toEqual([]);
    expect(cut(readWords, 'a😀b')).toEqual(['a', '😀', 'b']);
    expect(cut(readWords, 'a\ud83db')).toEqual(['a', 'b']);
  });

  it('are words and marks: every sign that is to be seen between words stands alone', () => {
    expect(cut(readMarks, ' If x+1 = "two",\n\nß≤½…  日。')).toEqual([
      'if',
      'x',
      '+',
      '1',
      '=',
      '"',
      'two',
      '"',
      ',',
      'ß',
      '≤',
      '½',
      '…',
      '日',
      '。',
    ]);
    expect(cut(readMarks, 'a\u00a0\u200b\u3000\ud83d\u007f\u0000b')).toEqual(['a', 'b']);
  });

  it('are chunks between white space, punctuation kept', () => {
    expect(cut(readChunks, ' f(x)=Y\n\nz\u007f! ')).toEqual(['f(x)=y', 'z', '!']);
    expect(cut(readChunks, 'a\ud83d')).toEqual(['a\ufffd']);
  });

  it('are cut afresh: a long text leaves nothing behind for a short one', () => {
    const into = pieces();
    readWords('many words '.repeat(500), into);
    readWords('one', into);
    expect([into.count, into.points, into.size]).toEqual([1, 5, 5]);
  });
});

describe('n-grams', () => {
  const hashes = (grams: typeof wordGrams, read: typeof readWords, of: string, least: number, most: number): number[] => {
    const into = pieces();
    read(of, into);
    const found: number[] = [];
    grams(into, least, most, (hash) => found.push(hash));
    return found;
  };

  it('of words are hashed with one space between, whatever stood there', () => {
    expect(hashes(wordGrams, readWords, 'Red,  green: BLUE', 1, 2)).toEqual(
      ['red', 'red green', 'green', 'green blue', 'blue'].map((gram) => murmur3(gram, 0x77)),
    );
  });

  it('of code points stay inside a chunk, with a space before and after it', () => {
    expect(hashes(charGrams, readChunks, 'ab é', 3, 4)).toEqual([' ab', ' ab ', 'ab ', ' é '].map((gram) => murmur3(gram, 0x63)));
  });
});

const idf = (dimension: number, weight: number) => pack('u16', new Array<number>(dimension).fill(weight));
const words: SpaceConfig[number] = {
  type: 'words',
  least: 1,
  most: 1,
  dimension: 64,
  norm: 1000,
  tf: [256, 512],
  idf: idf(64, 4096),
};
const rowOf = (space: SpaceConfig, prompt: string, signals?: Record<string, string | number>): [number, number][] => {
  const batch = requestBatch(queryTable([{ id: 'q', prompt, ...(signals === undefined ? {} : { signals }) }]));
  const { size, index, value } = compileSpace(space, DEFAULT_INPUT)(batch)(0);
  return Array.from({ length: size }, (_, i): [number, number] => [index[i] as number, value[i] as number]).sort(
    (a, b) => a[0] - b[0],
  );
};

describe('a space', () => {
  it('weighs words by tf · idf and scales them to its length', () => {
    // a once and b three times (the last tf stands for more than two): 4096 and 8192, length 9158.9…, root 9159.
    const a = murmur3('a', 0x77) & 63;
    const b = murmur3('b', 0x77) & 63;
    expect(a).not.toBe(b);
    expect(rowOf([words], 'b a b b')).toEqual(
      [
        [a, Math.floor((4096 * 1000) / 9159)],
        [b, Math.floor((8192 * 1000) / 9159)],
      ].sort((x, y) => (x[0] as number) - (y[0] as number)),
    );
    // One word alone: root 4097, so that rounding never makes a row longer than it says.
    expect(rowOf([words], 'a')).toEqual([[a, 999]]);
    expect(rowOf([words], '')).toEqual([]);
  });

  it('leaves out buckets of weight 0', () => {
    const without = pack(
      'u16',
      Array.from({ length: 64 }, (_, i) => (i === (murmur3('a', 0x77) & 63) ? 0 : 4096)),
    );
    expect(rowOf([{ ...words, idf: without }], 'a')).toEqual([]);
  });

  it('puts numbers between edges, values and keywords into columns, one block after another', () => {
    const space: SpaceConfig = [
      { type: 'bins', of: 'prompt.words', edges: [2, 4], value: 10 },
      { type: 'signal', of: 'tier', values: ['free', 'paid'], value: 20 },
      { type: 'keywords', sets: [['refund'], ['hello', 'hi']], value: 30 },
      { type: 'bins', of: 'signals.age', edges: [0.5], value: 40 },
    ];
    expect(spaceColumns(space)).toBe(3 + 2 + 2 + 2);
    expect(rowOf(space, 'Hello you', { tier: 'paid', age: 0.5 })).toEqual([
      [1, 10],
      [4, 20],
      [6, 30],
      [8, 40],
    ]);
    expect(rowOf(space, 'one', { tier: 'else', age: 'old' })).toEqual([[0, 10]]);
  });

  it('never gives a row longer than it says, for any text', () => {
    const space: SpaceConfig = [words, { ...words, type: 'chars', least: 3, most: 5, norm: 77 }];
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (prompt) => {
        const squares = rowOf(space, prompt).reduce((sum, [, value]) => sum + value * value, 0);
        expect(Math.sqrt(squares)).toBeLessThanOrEqual(spaceNorm(space));
      }),
      { numRuns: 50 },
    );
  });

  it('reads a row of many as it reads it alone', () => {
    const prompts = ['first text', 'a much longer second text with words', '', '日本語 text'];
    const space: SpaceConfig = [words, { ...words, type: 'chars', least: 3, most: 5 }];
    const batch = requestBatch(queryTable(prompts.map((prompt, i) => ({ id: `q${i}`, prompt }))));
    const read = compileSpace(space, DEFAULT_INPUT)(batch);
    prompts.forEach((prompt, row) => {
      const { size, index, value } = read(row);
      const found = Array.from({ length: size }, (_, i): [number, number] => [index[i] as number, value[i] as number]);
      expect(found.sort((a, b) => a[0] - b[0])).toEqual(rowOf(space, prompt));
    });
  });

  it('stops counting at 255', () => {
    const batch = requestBatch(queryTable([{ id: 'q', prompt: 'word '.repeat(300) }]));
    expect([...gramCounts('words', { least: 1, most: 1, dimension: 64 }, DEFAULT_INPUT)(batch).counts]).toEqual([255]);
  });
});

describe('a space from a file', () => {
  it.each([
    ['no list', {}, /space {2}is not a list/],
    ['an unknown block', [{ type: 'word' }], /space\[0\]\.type.*unknown block.*words/s],
    ['a dimension that is no power of two', [{ ...words, dimension: 63 }], /space\[0\]\.dimension.*power of two/s],
    ['an idf of another length', [{ ...words, idf: idf(32, 1) }], /space\[0\]\.idf\.length/],
    ['n-grams that run backwards', [{ ...words, least: 3, most: 2 }], /space\[0\]\.most/],
    ['no tf', [{ ...words, tf: [] }], /space\[0\]\.tf/],
    ['a fractional tf', [{ ...words, tf: [1.5] }], /space\[0\]\.tf\[0\]/],
    ['edges that fall', [{ type: 'bins', of: 'prompt.words', edges: [2, 2], value: 1 }], /edges\[1\]/],
    ['an unknown field', [{ type: 'bins', of: 'prompt.wrods', edges: [], value: 1 }], /of.*prompt\.words/s],
    ['a value twice', [{ type: 'signal', of: 'x', values: ['a', 'a'], value: 1 }], /values\[1\]/],
    ['empty keywords', [{ type: 'keywords', sets: [[]], value: 1 }], /sets\[0\]/],
    ['too heavy blocks', new Array(100).fill({ ...words, norm: 2 ** 18 }), /too heavy/],
    ['a member too many', [{ ...words, extra: 1 }], /space\[0\]\.extra/],
  ])('with %s is refused', (_, value, message) => {
    expect(() => checkSpace(value, 'space')).toThrow(message);
  });
});
