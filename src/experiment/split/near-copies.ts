import { sharedHashes } from './shared-hashes.js';
import type { Sketches } from './shingles.js';

/** Texts with fewer telling shingles than this are compared as wholes only. */
const LEAST_SHINGLES = 3;

/** A shingle of more texts than this share is boilerplate (an instruction in front of every question) and tells nothing. */
const BOILERPLATE_SHARE = 0.05;
const BOILERPLATE_LEAST = 50;

/** What tells texts apart: their shingles without boilerplate. */
interface Telling {
  /** By text how many are of this text alone: they count, but can't match. */
  readonly own: Uint32Array;
  /** Numbers of those shared with other texts, ascending, one text after another. */
  readonly shared: Uint32Array;
  /** Where each text's begin; length texts + 1. */
  readonly offsets: Uint32Array;
}

/**
 * Pairs of texts that share at least `atLeast` of their shingles (Jaccard: shared ÷ all), boilerplate aside. Every such pair
 * is found, by prefix filtering (Bayardo, Ma & Srikant 2007): two sets that similar must meet among each one's rarest
 * shingles. A pair whose members are already known to belong together may be left out; a text that repeats an earlier one is in none.
 *
 * @param sketches ascending shingle hashes by text
 * @param atLeast above 0, at most 1
 * @param found called with (earlier, later); returns nothing
 * @param together whether two texts are already known to belong together
 */
export function nearCopies(
  sketches: Sketches,
  atLeast: number,
  found: (earlier: number, later: number) => void,
  together: (earlier: number, later: number) => boolean,
): void {
  const size = sketches.offsets.length - 1;
  const { telling, counts } = tellingOf(sketches);
  const postings = postingsOf(counts.length);
  const checked = new Uint32Array(size);
  for (let later = 0; later < size; later++) {
    // What a repeated text is similar to, the first of its kind is: thousands of equal prompts are not compared with each other.
    if (sketches.repeats[later] === 1 || sizeOf(telling, later) < LEAST_SHINGLES) continue;
    for (const shingle of prefixOf(telling, counts, later, atLeast)) {
      for (let at = postings.last(shingle); at >= 0; at = postings.before(at)) {
        const earlier = postings.text(at);
        // Checked with this text already; numbered from 1, as 0 says with none.
        if (checked[earlier] === later + 1 || together(earlier, later)) continue;
        checked[earlier] = later + 1;
        if (similarity(telling, earlier, later) >= atLeast) found(earlier, later);
      }
      postings.add(shingle, later);
    }
  }
}

/** Texts by shingle, each with the one that was added before it. */
function postingsOf(shingles: number) {
  const lastAt = new Int32Array(shingles).fill(-1);
  let texts = new Int32Array(1024);
  let befores = new Int32Array(1024);
  let size = 0;
  return {
    last: (shingle: number): number => lastAt[shingle] as number,
    before: (at: number): number => befores[at] as number,
    text: (at: number): number => texts[at] as number,
    add(shingle: number, text: number): void {
      if (size === texts.length) {
        texts = doubled(texts);
        befores = doubled(befores);
      }
      texts[size] = text;
      befores[size] = lastAt[shingle] as number;
      lastAt[shingle] = size++;
    },
  };
}

function doubled(from: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const to = new Int32Array(2 * from.length);
  to.set(from);
  return to;
}

/** The telling shingles of all texts, and by number how many texts hold one. */
function tellingOf({ hashes, offsets: from }: Sketches): { readonly telling: Telling; readonly counts: Uint32Array } {
  const { counts, numberOf } = sharedHashes(hashes);
  const size = from.length - 1;
  const most = Math.max(BOILERPLATE_LEAST, BOILERPLATE_SHARE * size);
  const own = new Uint32Array(size);
  const shared = new Uint32Array(hashes.length);
  const offsets = new Uint32Array(size + 1);
  let used = 0;
  for (let text = 0; text < size; text++) {
    for (let at = from[text] as number; at < (from[text + 1] as number); at++) {
      const shingle = numberOf(hashes[at] as number);
      if (shingle < 0) own[text] = (own[text] as number) + 1;
      else if ((counts[shingle] as number) <= most) shared[used++] = shingle;
    }
    offsets[text + 1] = used;
  }
  return { telling: { own, shared: shared.slice(0, used), offsets }, counts };
}

function sizeOf({ own, offsets }: Telling, text: number): number {
  return (own[text] as number) + (offsets[text + 1] as number) - (offsets[text] as number);
}

/** The rarest shingles of which a similar text must hold one; those of this text alone come first and match nobody. */
function prefixOf(telling: Telling, counts: Uint32Array, text: number, atLeast: number): Uint32Array {
  const size = sizeOf(telling, text);
  // Rounding must not lose a pair that meets the threshold exactly.
  const length = size - Math.ceil(atLeast * size - 1e-9) + 1;
  const wanted = length - (telling.own[text] as number);
  if (wanted <= 0) return new Uint32Array(0);
  // Rarest first, in the same order everywhere: by count, then by number.
  const rank = (shingle: number): number => (counts[shingle] as number) * 2 ** 32 + shingle;
  const ranks = Float64Array.from(telling.shared.subarray(telling.offsets[text], telling.offsets[text + 1]), rank).sort();
  return Uint32Array.from(ranks.subarray(0, wanted), (one) => one % 2 ** 32);
}

function similarity({ own, shared, offsets }: Telling, a: number, b: number): number {
  const [fromA, endA] = [offsets[a] as number, offsets[a + 1] as number];
  const [fromB, endB] = [offsets[b] as number, offsets[b + 1] as number];
  let both = 0;
  let at = fromB;
  for (let i = fromA; i < endA; i++) {
    const shingle = shared[i] as number;
    while (at < endB && (shared[at] as number) < shingle) at++;
    if (at < endB && shared[at] === shingle) both++;
  }
  const all = (own[a] as number) + endA - fromA + (own[b] as number) + endB - fromB;
  return both / (all - both);
}
