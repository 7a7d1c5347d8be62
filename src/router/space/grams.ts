import { murmur3Bytes } from '../identity/murmur3.js';
import type { Pieces } from './normal-text.js';

/** Seeds keep the kinds of n-grams apart. */
const WORD_SEED = 0x77;
const CHAR_SEED = 0x63;
const MARK_SEED = 0x6d;

/**
 * Hashes of all runs of `least` to `most` words: murmur3 over the words' bytes with one space between.
 *
 * @param add called once for every occurrence
 */
export function wordGrams(words: Pieces, least: number, most: number, add: (hash: number) => void): void {
  runs(words, least, most, WORD_SEED, add);
}

/** As of words, where marks are words too. */
export function markGrams(marks: Pieces, least: number, most: number, add: (hash: number) => void): void {
  runs(marks, least, most, MARK_SEED, add);
}

function runs(words: Pieces, least: number, most: number, seed: number, add: (hash: number) => void): void {
  const { bytes, starts, from, to, count } = words;
  for (let first = 0; first < count; first++) {
    const begin = starts[from[first] as number] as number;
    for (let n = least; n <= most && first + n <= count; n++)
      add(murmur3Bytes(bytes, begin, starts[to[first + n - 1] as number] as number, seed));
  }
}

/**
 * Hashes of all runs of `least` to `most` code points inside one chunk with a space before and after it: none spans two
 * chunks.
 *
 * @param add called once for every occurrence
 */
export function charGrams(chunks: Pieces, least: number, most: number, add: (hash: number) => void): void {
  const { bytes, starts, from, to, count } = chunks;
  for (let chunk = 0; chunk < count; chunk++) {
    const last = (to[chunk] as number) + 1;
    for (let point = (from[chunk] as number) - 1; point < last; point++) {
      const begin = starts[point] as number;
      for (let n = least; n <= most && point + n <= last; n++)
        add(murmur3Bytes(bytes, begin, starts[point + n] as number, CHAR_SEED));
    }
  }
}
