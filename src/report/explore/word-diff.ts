/** A run of words that both texts have, that only the first has, or only the second. */
export interface DiffRun {
  readonly kind: 'same' | 'gone' | 'new';
  readonly text: string;
}

export interface WordDiff {
  readonly runs: readonly DiffRun[];
  /** False where the texts are too far apart to be compared word by word: what differs is then one run each. */
  readonly complete: boolean;
}

/** Words, spaces and single other characters: nothing is lost between them. */
const TOKENS = /\s+|[\p{L}\p{M}\p{N}_]+|[^\s\p{L}\p{M}\p{N}_]/gu;

/** Most tokens of both texts together that are looked at, and most edits: the work is within their product. */
const MOST_TOKENS = 40_000;
const MOST_EDITS = 1_200;

/**
 * What turns one text into another, in fewest words gone and new: greedy shortest edit script (Myers 1986, "An O(ND) difference
 * algorithm and its variations"), after what both begin and end with. Bounded by edits, not by time, so that it always gives the same.
 */
export function wordDiff(from: string, to: string): WordDiff {
  const a: readonly string[] = from.match(TOKENS) ?? [];
  const b: readonly string[] = to.match(TOKENS) ?? [];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const middle = { a: a.slice(start, a.length - end), b: b.slice(start, b.length - end) };
  const kinds = middle.a.length + middle.b.length > MOST_TOKENS ? null : editScript(middle.a, middle.b);
  const runs: DiffRun[] = [];
  pushRun(runs, 'same', a.slice(0, start));
  if (kinds === null) {
    pushRun(runs, 'gone', middle.a);
    pushRun(runs, 'new', middle.b);
  } else pushScript(runs, kinds, middle);
  pushRun(runs, 'same', a.slice(a.length - end));
  return { runs, complete: kinds !== null };
}

type Kind = DiffRun['kind'];

/** Kinds of the steps from one list to another; null past the most edits. */
function editScript(a: readonly string[], b: readonly string[]): Kind[] | null {
  const most = Math.min(a.length + b.length, MOST_EDITS);
  const width = 2 * most + 3;
  const origin = most + 1;
  /** By diagonal x − y: how far along `a` one gets with so many edits. */
  const furthest = new Int32Array(width);
  const trace: Int32Array[] = [];
  for (let edits = 0; edits <= most; edits++) {
    trace.push(furthest.slice(origin - edits - 1, origin + edits + 2));
    for (let diagonal = -edits; diagonal <= edits; diagonal += 2) {
      const [left, right] = [furthest[origin + diagonal - 1] as number, furthest[origin + diagonal + 1] as number];
      const down = diagonal === -edits || (diagonal !== edits && left < right);
      let x = down ? right : left + 1;
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x++;
      furthest[origin + diagonal] = x;
      if (x >= a.length && x - diagonal >= b.length) return wayBack(trace, a.length, b.length);
    }
  }
  return null;
}

/** Follows the furthest points back from the end; `trace[d]` holds diagonals −d−1 … d+1 as they stood before d edits. */
function wayBack(trace: readonly Int32Array[], n: number, m: number): Kind[] {
  const kinds: Kind[] = [];
  let [x, y] = [n, m];
  for (let edits = trace.length - 1; edits >= 0; edits--) {
    const before = trace[edits] as Int32Array;
    const at = (diagonal: number): number => before[diagonal + edits + 1] as number;
    const diagonal = x - y;
    const down = diagonal === -edits || (diagonal !== edits && at(diagonal - 1) < at(diagonal + 1));
    const previous = down ? diagonal + 1 : diagonal - 1;
    const startX = edits === 0 ? 0 : at(previous);
    const startY = edits === 0 ? 0 : startX - previous;
    while (x > startX && y > startY) {
      kinds.push('same');
      x--;
      y--;
    }
    if (edits > 0) kinds.push(down ? 'new' : 'gone');
    [x, y] = [startX, startY];
  }
  return kinds.reverse();
}

function pushScript(
  runs: DiffRun[],
  kinds: readonly Kind[],
  { a, b }: { readonly a: readonly string[]; readonly b: readonly string[] },
): void {
  let [x, y] = [0, 0];
  for (let from = 0; from < kinds.length; ) {
    const kind = kinds[from] as Kind;
    let to = from;
    while (to < kinds.length && kinds[to] === kind) to++;
    const size = to - from;
    pushRun(runs, kind, kind === 'new' ? b.slice(y, y + size) : a.slice(x, x + size));
    if (kind !== 'new') x += size;
    if (kind !== 'gone') y += size;
    from = to;
  }
}

function pushRun(runs: DiffRun[], kind: Kind, tokens: readonly string[]): void {
  if (tokens.length === 0) return;
  const last = runs.at(-1);
  if (last?.kind === kind) runs[runs.length - 1] = { kind, text: last.text + tokens.join('') };
  else runs.push({ kind, text: tokens.join('') });
}
