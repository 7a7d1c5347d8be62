/** Texts with fewer telling shingles than this are compared as wholes only. */
const LEAST_SHINGLES = 3;

/** A shingle of more texts than this share is boilerplate (an instruction in front of every question) and tells nothing. */
const BOILERPLATE_SHARE = 0.05;
const BOILERPLATE_LEAST = 50;

/** One text's telling shingles. */
interface Telling {
  /** Shingles of this text alone: they count, but can't match. */
  readonly own: number;
  /** Shared with other texts: by how rare they are, rarest first. */
  readonly byRarity: Uint32Array;
  /** The same, ascending. */
  readonly ascending: Uint32Array;
}

/**
 * Pairs of texts that share at least `atLeast` of their shingles (Jaccard: shared ÷ all), boilerplate aside. Every such pair
 * is found, by prefix filtering (Bayardo, Ma & Srikant 2007): two sets that similar must meet among each one's rarest
 * shingles. A pair whose members are already known to belong together may be left out.
 *
 * @param sketches ascending shingle hashes by text
 * @param atLeast above 0, at most 1
 * @param found called with (earlier, later); returns nothing
 * @param together whether two texts are already known to belong together
 */
export function nearCopies(
  sketches: readonly Uint32Array[],
  atLeast: number,
  found: (earlier: number, later: number) => void,
  together: (earlier: number, later: number) => boolean,
): void {
  const counts = sharedCounts(sketches);
  const texts = sketches.map((sketch) => tellingOf(sketch, counts));
  const postings = new Map<number, number[]>();
  texts.forEach((text, later) => {
    const size = sizeOf(text);
    if (size < LEAST_SHINGLES) return;
    const checked = new Set<number>();
    for (const shingle of prefixOf(text, atLeast)) {
      const places = postings.get(shingle) ?? [];
      for (const earlier of places) {
        if (checked.has(earlier) || together(earlier, later)) continue;
        checked.add(earlier);
        if (similarity(texts[earlier] as Telling, text) >= atLeast) found(earlier, later);
      }
      places.push(later);
      postings.set(shingle, places);
    }
  });
}

/** How many texts hold a shingle, for those that several do; boilerplate is marked with 0. */
function sharedCounts(sketches: readonly Uint32Array[]): ReadonlyMap<number, number> {
  const total = sketches.reduce((sum, sketch) => sum + sketch.length, 0);
  const all = new Uint32Array(total);
  let at = 0;
  for (const sketch of sketches) {
    all.set(sketch, at);
    at += sketch.length;
  }
  all.sort();
  const most = Math.max(BOILERPLATE_LEAST, BOILERPLATE_SHARE * sketches.length);
  const counts = new Map<number, number>();
  for (let from = 0; from < all.length; ) {
    let to = from + 1;
    while (to < all.length && all[to] === all[from]) to++;
    if (to - from > 1) counts.set(all[from] as number, to - from > most ? 0 : to - from);
    from = to;
  }
  return counts;
}

function tellingOf(sketch: Uint32Array, counts: ReadonlyMap<number, number>): Telling {
  const shared: number[] = [];
  let boilerplate = 0;
  for (let at = 0; at < sketch.length; at++) {
    const count = counts.get(sketch[at] as number);
    if (count === 0) boilerplate++;
    else if (count !== undefined) shared.push(sketch[at] as number);
  }
  const ascending = Uint32Array.from(shared);
  const byRarity = Uint32Array.from(shared.sort((a, b) => (counts.get(a) as number) - (counts.get(b) as number) || a - b));
  return { own: sketch.length - ascending.length - boilerplate, byRarity, ascending };
}

function sizeOf({ own, ascending }: Telling): number {
  return own + ascending.length;
}

/** The rarest shingles of which a similar text must hold one; those of this text alone come first and match nobody. */
function prefixOf(text: Telling, atLeast: number): Uint32Array {
  const size = sizeOf(text);
  // Rounding must not lose a pair that meets the threshold exactly.
  const length = size - Math.ceil(atLeast * size - 1e-9) + 1;
  return text.byRarity.subarray(0, Math.max(0, length - text.own));
}

function similarity(a: Telling, b: Telling): number {
  let shared = 0;
  let at = 0;
  for (const shingle of a.ascending) {
    while (at < b.ascending.length && (b.ascending[at] as number) < shingle) at++;
    if (b.ascending[at] === shingle) shared++;
  }
  return shared / (sizeOf(a) + sizeOf(b) - shared);
}
