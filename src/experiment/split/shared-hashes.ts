/** Hashes of 32 bits that stand more than once in a list, numbered in ascending order: a few bytes each, and no object. */
export interface SharedHashes {
  /** How often a hash stands, by number. */
  readonly counts: Uint32Array;
  /** The number of a hash; −1 for one that stands once or not at all. */
  numberOf(hash: number): number;
}

/** @param hashes that are spread evenly already: they are found by open addressing, by their last bits */
export function sharedHashes(hashes: Uint32Array): SharedHashes {
  const sorted = hashes.slice().sort();
  let size = 0;
  for (const _ of repeated(sorted)) size++;
  // At most half full, so that a search is short and ends.
  const slots = 2 ** Math.ceil(Math.log2(2 * size + 2));
  const keys = new Uint32Array(slots);
  /** One more than the number; 0 where nothing is. */
  const places = new Uint32Array(slots);
  const counts = new Uint32Array(size);
  let number = 0;
  for (const [hash, count] of repeated(sorted)) {
    let slot = hash & (slots - 1);
    while (places[slot] !== 0) slot = (slot + 1) & (slots - 1);
    keys[slot] = hash;
    counts[number++] = count;
    places[slot] = number;
  }
  return {
    counts,
    numberOf(hash) {
      let slot = hash & (slots - 1);
      while (places[slot] !== 0 && keys[slot] !== hash) slot = (slot + 1) & (slots - 1);
      return (places[slot] as number) - 1;
    },
  };
}

/** Of ascending numbers those that stand more than once, and how often. */
function* repeated(sorted: Uint32Array): Generator<readonly [number: number, count: number]> {
  for (let from = 0; from < sorted.length; ) {
    let to = from + 1;
    while (to < sorted.length && sorted[to] === sorted[from]) to++;
    if (to - from > 1) yield [sorted[from] as number, to - from];
    from = to;
  }
}
