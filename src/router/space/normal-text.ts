import { codePointAt } from '../identity/utf8.js';

/**
 * A text cut into pieces, as UTF-8 bytes with one space before, between and after the pieces, ASCII folded to lower case.
 * Filled anew for every text; the arrays grow to the longest and stay.
 */
export interface Pieces {
  bytes: Uint8Array;
  size: number;
  /** Byte at which each code point starts, and one past the last. */
  starts: Int32Array;
  points: number;
  /** Code point at which each piece starts and ends (excluded). */
  from: Int32Array;
  to: Int32Array;
  count: number;
}

export function pieces(): Pieces {
  const small = (): Int32Array => new Int32Array(64);
  return { bytes: new Uint8Array(256), size: 0, starts: small(), points: 0, from: small(), to: small(), count: 0 };
}

/** What a code point does to words. */
const GAP = 0;
const INSIDE = 1;
/** A word of its own: scripts written without spaces, and pictures. */
const ALONE = 2;

/**
 * Code points that are no ASCII, as [first, last, what]: ascending; whatever lies between is inside a word. Punctuation,
 * symbols and lone surrogates are gaps.
 */
const RANGES: readonly (readonly [first: number, last: number, what: number])[] = [
  [0x80, 0xbf, GAP],
  [0xd7, 0xd7, GAP],
  [0xf7, 0xf7, GAP],
  [0xe00, 0xeff, ALONE],
  [0x1000, 0x109f, ALONE],
  [0x1780, 0x17ff, ALONE],
  [0x2000, 0x206f, GAP],
  [0x20a0, 0x20cf, GAP],
  [0x2190, 0x2bff, GAP],
  [0x2e00, 0x2e7f, GAP],
  [0x3000, 0x303f, GAP],
  [0x3040, 0x30ff, ALONE],
  [0x31f0, 0x31ff, ALONE],
  [0x3400, 0x4dbf, ALONE],
  [0x4e00, 0x9fff, ALONE],
  [0xd800, 0xdfff, GAP],
  [0xf900, 0xfaff, ALONE],
  [0xfe10, 0xfe6f, GAP],
  [0xff00, 0xff0f, GAP],
  [0xff1a, 0xff20, GAP],
  [0xff3b, 0xff40, GAP],
  [0xff5b, 0xff65, GAP],
  [0xfff0, 0xffff, GAP],
  [0x1f000, 0x1faff, ALONE],
  [0x20000, 0x3ffff, ALONE],
];

/** Words: runs of ASCII letters, digits, underscores and other scripts' characters; each character of a script without spaces. */
export function readWords(text: string, into: Pieces): void {
  readPieces(text, into, wordPart);
}

/** Words, and every mark between them that is neither white space nor invisible: `x+1 = "two"` is x + 1 = " two ". */
export function readMarks(text: string, into: Pieces): void {
  readPieces(text, into, markPart);
}

/** Chunks: runs of anything but ASCII white space and control characters. */
export function readChunks(text: string, into: Pieces): void {
  readPieces(text, into, (point) => (point > 32 && point !== 127 ? INSIDE : GAP));
}

function readPieces(text: string, into: Pieces, partOf: (point: number) => number): void {
  into.size = 0;
  into.points = 0;
  into.count = 0;
  append(into, 32);
  let before = GAP;
  for (let i = 0; i < text.length; i++) {
    const point = codePointAt(text, i);
    if (point > 0xffff) i++;
    const part = partOf(point);
    if (part !== before || part === ALONE) {
      if (before !== GAP) end(into);
      if (part !== GAP) begin(into);
      before = part;
    }
    if (part !== GAP) append(into, point >= 65 && point <= 90 ? point + 32 : point);
  }
  if (before !== GAP) end(into);
  into.starts[into.points] = into.size;
}

function begin(into: Pieces): void {
  if (into.count === into.from.length) {
    into.from = grown(into.from);
    into.to = grown(into.to);
  }
  into.from[into.count] = into.points;
}

function end(into: Pieces): void {
  into.to[into.count++] = into.points;
  append(into, 32);
}

/** Letters, digits and the underscore: looked up, as most of most texts is ASCII. */
const ASCII_WORDS = Uint8Array.from({ length: 128 }, (_, point) => {
  const letter = (point >= 97 && point <= 122) || (point >= 65 && point <= 90) || (point >= 48 && point <= 57) || point === 95;
  return letter ? INSIDE : GAP;
});

function wordPart(point: number): number {
  if (point < 128) return ASCII_WORDS[point] as number;
  for (let i = 0; i < RANGES.length; i++) {
    const [first, last, what] = RANGES[i] as (typeof RANGES)[number];
    if (point < first) return INSIDE;
    if (point <= last) return what;
  }
  return INSIDE;
}

/** Gaps of words that are no marks, as [first, last]: control characters, white space, what has no width, lone surrogates. */
const BLANKS: readonly (readonly [first: number, last: number])[] = [
  [0x00, 0x20],
  [0x7f, 0xa0],
  [0xad, 0xad],
  [0x2000, 0x200f],
  [0x2028, 0x202f],
  [0x205f, 0x206f],
  [0x3000, 0x3000],
  [0xd800, 0xdfff],
  [0xfff0, 0xffff],
];

function markPart(point: number): number {
  const part = wordPart(point);
  if (part !== GAP) return part;
  for (let i = 0; i < BLANKS.length; i++) {
    const [first, last] = BLANKS[i] as (typeof BLANKS)[number];
    if (point < first) return ALONE;
    if (point <= last) return GAP;
  }
  return ALONE;
}

/** One code point as UTF-8; a lone surrogate as U+FFFD. There is always room for the closing entry of `starts`. */
function append(into: Pieces, codePoint: number): void {
  if (into.size + 4 > into.bytes.length) {
    const bytes = new Uint8Array(into.bytes.length * 2);
    bytes.set(into.bytes);
    into.bytes = bytes;
  }
  if (into.points + 1 === into.starts.length) into.starts = grown(into.starts);
  into.starts[into.points++] = into.size;
  const point = codePoint >= 0xd800 && codePoint <= 0xdfff ? 0xfffd : codePoint;
  if (point < 0x80) into.bytes[into.size++] = point;
  else if (point < 0x800) {
    into.bytes[into.size++] = 0xc0 | (point >> 6);
    into.bytes[into.size++] = 0x80 | (point & 63);
  } else if (point < 0x10000) {
    into.bytes[into.size++] = 0xe0 | (point >> 12);
    into.bytes[into.size++] = 0x80 | ((point >> 6) & 63);
    into.bytes[into.size++] = 0x80 | (point & 63);
  } else {
    into.bytes[into.size++] = 0xf0 | (point >> 18);
    into.bytes[into.size++] = 0x80 | ((point >> 12) & 63);
    into.bytes[into.size++] = 0x80 | ((point >> 6) & 63);
    into.bytes[into.size++] = 0x80 | (point & 63);
  }
}

function grown(values: Int32Array): Int32Array<ArrayBuffer> {
  const longer = new Int32Array(values.length * 2);
  longer.set(values);
  return longer;
}
