/** Longest runs of characters counted, n in Popović's definition. */
export const GRAM_ORDERS = 6;

const SPACE = /\s/;

/** The code points of a text without white space; a lone surrogate is one. */
export function characters(text: string): Uint32Array {
  const points = new Uint32Array(text.length);
  let size = 0;
  for (const character of text) {
    const point = character.codePointAt(0) as number;
    // Most characters are ASCII and settled without a pattern.
    const isSpace = point < 128 ? point === 32 || (point > 8 && point < 14) : SPACE.test(character);
    if (!isSpace) points[size++] = point;
  }
  return points.subarray(0, size);
}

/** Runs of 1 to 6 characters of a text as a tree: a node is a run, and its number of occurrences. */
export interface GramTree {
  /** Number of a code point, from 0; small numbers make small keys. */
  readonly letters: ReadonlyMap<number, number>;
  /** Child of a node (0 is the root) by node × letters.size + letter. */
  readonly next: ReadonlyMap<number, number>;
  readonly counts: readonly number[];
}

export function gramTree(points: Uint32Array): GramTree {
  const letters = new Map<number, number>();
  for (const point of points) if (!letters.has(point)) letters.set(point, letters.size);
  const text = lettersOf(points, letters);
  const next = new Map<number, number>();
  const counts = [0];
  for (let from = 0; from < text.length; from++) {
    let node = 0;
    for (let at = from; at < text.length && at < from + GRAM_ORDERS; at++) {
      const edge = node * letters.size + (text[at] as number);
      let child = next.get(edge);
      if (child === undefined) {
        child = counts.length;
        next.set(edge, child);
        counts.push(0);
      }
      counts[child] = (counts[child] as number) + 1;
      node = child;
    }
  }
  return { letters, next, counts };
}

/** How many runs of each length 1..6 a text shares with a tree, each counted at most as often as the tree has it. */
export function sharedGrams(points: Uint32Array, tree: GramTree): readonly number[] {
  const text = lettersOf(points, tree.letters);
  const left = [...tree.counts];
  const shared = new Array<number>(GRAM_ORDERS).fill(0);
  for (let from = 0; from < text.length; from++) {
    let node = 0;
    for (let order = 0; order < GRAM_ORDERS && from + order < text.length; order++) {
      const letter = text[from + order] as number;
      const child = letter < 0 ? undefined : tree.next.get(node * tree.letters.size + letter);
      if (child === undefined) break;
      if ((left[child] as number) > 0) {
        left[child] = (left[child] as number) - 1;
        shared[order] = (shared[order] as number) + 1;
      }
      node = child;
    }
  }
  return shared;
}

/** Letters by number, -1 for those the tree doesn't have. */
function lettersOf(points: Uint32Array, letters: ReadonlyMap<number, number>): Int32Array {
  const numbers = new Int32Array(points.length);
  for (let i = 0; i < points.length; i++) numbers[i] = letters.get(points[i] as number) ?? -1;
  return numbers;
}
