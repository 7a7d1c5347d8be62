/** Words of one shingle. */
const WORDS = 5;

/** Shingles kept of one text: those with the smallest hashes. */
const KEPT = 256;

/**
 * The bottom-k sketch of a text's shingles (Broder 1997; Thorup 2013): hashes of its runs of five words, each once, ascending,
 * the 256 smallest. Two sketches of one hash compare as the texts' shingle sets do: exactly up to 256 shingles, as a sample
 * beyond. A text of fewer than five words has no shingle.
 *
 * @param text words separated by single spaces
 */
export function shingleSketch(text: string): Uint32Array {
  const words = wordHashes(text);
  const hashes = new Uint32Array(Math.max(0, words.length - WORDS + 1));
  for (let from = 0; from < hashes.length; from++) {
    let hash = 0x9e3779b9;
    for (let word = from; word < from + WORDS; word++) hash = mixed(hash ^ (words[word] as number));
    hashes[from] = hash;
  }
  return eachOnce(hashes.sort()).slice(0, KEPT);
}

/** Sketches one after another. */
export interface Sketches {
  readonly hashes: Uint32Array;
  /** Where each begins; length texts + 1. */
  readonly offsets: Uint32Array;
  /** 1 for a text that an earlier one was already. */
  readonly repeats: Uint8Array;
}

/** Collects sketches of so many texts: no array per text stays. */
export function sketchList(texts: number): { add(sketch: Uint32Array, isRepeat: boolean): void; done(): Sketches } {
  const offsets = new Uint32Array(texts + 1);
  const repeats = new Uint8Array(texts);
  let hashes = new Uint32Array(1024);
  let rows = 0;
  let used = 0;
  return {
    add(sketch, isRepeat) {
      if (used + sketch.length > hashes.length) {
        const larger = new Uint32Array(2 * hashes.length + sketch.length);
        larger.set(hashes);
        hashes = larger;
      }
      hashes.set(sketch, used);
      used += sketch.length;
      repeats[rows] = isRepeat ? 1 : 0;
      offsets[++rows] = used;
    },
    done: () => ({ hashes: hashes.subarray(0, used), offsets, repeats }),
  };
}

/** Of ascending numbers those that differ from the one before, moved to the front. */
function eachOnce(sorted: Uint32Array): Uint32Array {
  let count = 0;
  for (let at = 0; at < sorted.length; at++) {
    const own = sorted[at] as number;
    if (at === 0 || own !== sorted[count - 1]) sorted[count++] = own;
  }
  return sorted.subarray(0, count);
}

function wordHashes(text: string): number[] {
  const words: number[] = [];
  let hash = 0x811c9dc5;
  let open = false;
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit !== 32) {
      hash = Math.imul(hash ^ unit, 0x01000193);
      open = true;
    } else if (open) {
      words.push(hash);
      hash = 0x811c9dc5;
      open = false;
    }
  }
  if (open) words.push(hash);
  return words;
}

/** The finaliser of MurmurHash3: neighbouring inputs come out far apart. */
function mixed(hash: number): number {
  let h = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}
