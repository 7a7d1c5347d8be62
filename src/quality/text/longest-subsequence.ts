/** Bits a word holds. */
const WORD = 32;
const FULL = 0xffff_ffff;

/** Pairs of items beyond which comparing two sequences would hold up a run. */
const MOST_PAIRS = 2 ** 32;

/** Whether two sequences are short enough for each other: at most 2³² pairs of items (65,536 items each). */
export function comparable(a: readonly unknown[], b: readonly unknown[]): boolean {
  return a.length * b.length <= MOST_PAIRS;
}

/**
 * Length of the longest common subsequence of two sequences, bit-parallel: one bit an item of `a`, one step an item of `b`.
 * At most a.length × b.length / 32 word operations, fewer where items are rare; memory linear in both.
 *
 * Source: Hyyrö 2004, "Bit-parallel LCS-length computation revisited": V ← (V + (V & M)) | (V & ~M), from all ones; the
 * zeros that V ends with are the length.
 */
export function longestSubsequence(a: readonly string[], b: readonly string[]): number {
  const matches = wordsByItem(a);
  const state = new Uint32Array(Math.ceil(a.length / WORD)).fill(FULL);
  for (const item of b) {
    const words = matches.get(item);
    if (words !== undefined) step(state, words);
  }
  let zeros = 0;
  for (let i = 0; i < a.length; i++) if ((((state[i >>> 5] as number) >>> (i & 31)) & 1) === 0) zeros++;
  return zeros;
}

/** Which bits of which words match an item: pairs of word index and bits, ascending. */
type Matches = number[];

function wordsByItem(items: readonly string[]): ReadonlyMap<string, Matches> {
  const byItem = new Map<string, Matches>();
  for (let i = 0; i < items.length; i++) {
    const item = items[i] as string;
    let words = byItem.get(item);
    if (words === undefined) {
      words = [];
      byItem.set(item, words);
    }
    if (words[words.length - 2] !== i >>> 5) words.push(i >>> 5, 0);
    words[words.length - 1] = ((words[words.length - 1] as number) | (1 << (i & 31))) >>> 0;
  }
  return byItem;
}

/** One item of the other sequence. Words without a match change only where a carry comes in. */
function step(state: Uint32Array, words: Matches): void {
  let carry = 0;
  let next = 0;
  for (let i = 0; i < words.length; i += 2) {
    const at = words[i] as number;
    while (carry === 1 && next < at) carry = carryInto(state, next++);
    const held = state[at] as number;
    const mask = words[i + 1] as number;
    const sum = held + ((held & mask) >>> 0) + carry;
    carry = sum > FULL ? 1 : 0;
    state[at] = (sum | (held & ~mask)) >>> 0;
    next = at + 1;
  }
  while (carry === 1 && next < state.length) carry = carryInto(state, next++);
}

/** A word without a match takes a carry: V ← (V + 1) | V. */
function carryInto(state: Uint32Array, at: number): number {
  const held = state[at] as number;
  state[at] = ((held + 1) | held) >>> 0;
  return held === FULL ? 1 : 0;
}
