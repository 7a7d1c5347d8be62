/** Longest runs of characters counted, n in Popović's definition. */
export const GRAM_ORDERS = 6;

/** More code points than any. */
const CODE_POINTS = 0x11_0000;

/** The code points of a text without white space; a lone surrogate is one. */
export function characters(text: string): Uint32Array {
  const points = new Uint32Array(text.length);
  let size = 0;
  for (const character of text) if (!/\s/.test(character)) points[size++] = character.codePointAt(0) as number;
  return points.subarray(0, size);
}

/** Runs of 1 to 6 characters of a text as a tree: a node is a run, and its number of occurrences. */
export interface GramTree {
  readonly size: number;
  /** Child of a node (0 is the root) by code point. */
  readonly next: ReadonlyMap<number, number>;
  readonly counts: readonly number[];
}

export function gramTree(points: Uint32Array): GramTree {
  const next = new Map<number, number>();
  const counts = [0];
  for (let from = 0; from < points.length; from++) {
    let node = 0;
    for (let at = from; at < points.length && at < from + GRAM_ORDERS; at++) {
      const edge = node * CODE_POINTS + (points[at] as number);
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
  return { size: points.length, next, counts };
}

/** How many runs of each length 1..6 a text shares with a tree, each counted at most as often as the tree has it. */
export function sharedGrams(points: Uint32Array, tree: GramTree): readonly number[] {
  const left = Uint32Array.from(tree.counts);
  const shared = new Array<number>(GRAM_ORDERS).fill(0);
  for (let from = 0; from < points.length; from++) {
    let node = 0;
    for (let order = 0; order < GRAM_ORDERS && from + order < points.length; order++) {
      const child = tree.next.get(node * CODE_POINTS + (points[from + order] as number));
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
