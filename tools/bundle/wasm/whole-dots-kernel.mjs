import { func, i32, i32x4, moduleOf, v128, whileBelow } from './assembler.mjs';

/** Rows that one pass over the vector serves. */
const TILE = 4;
const NAMES = ['a', 'b', 'c', 'd'];
/** Numbers that one step multiplies: bytes of a row, words of the vector. */
const EIGHT = 8;

/** Four sums of four lanes each, as one vector: lanes are transposed, then added. */
const sumsOf = (a, b, c, d) => {
  const pairs = (x, y) => i32x4.add(i32x4.shuffle(x, y, [0, 4, 1, 5]), i32x4.shuffle(x, y, [2, 6, 3, 7]));
  const fours = (x, y) => i32x4.add(i32x4.shuffle(x, y, [0, 1, 4, 5]), i32x4.shuffle(x, y, [2, 3, 6, 7]));
  return fours(pairs(a, b), pairs(c, d));
};

/**
 * Dot products of one vector of 16-bit numbers with blocks of rows of as many signed bytes, `row` each: 32-bit numbers, in the order
 * of rows; and four numbers a block (`bytes` long), the greatest of its rows 0, 4, 8 …, of its rows 1, 5, 9 …, and so on. Rows in
 * bytes are half as much to read from memory, which is what the time goes into.
 */
const wholeDots = func(
  'dots',
  ['vector', 'row', 'bytes', 'rows', 'end', 'found', 'peaks'],
  {
    at: 'i32',
    stop: 'i32',
    blockEnd: 'i32',
    own: 'v128',
    peak: 'v128',
    a: 'v128',
    b: 'v128',
    c: 'v128',
    d: 'v128',
    second: 'i32',
    third: 'i32',
    fourth: 'i32',
  },
  (local) => {
    const { vector, row, bytes, rows, end, found, peaks, at, stop, blockEnd, own, peak, second, third, fourth } = local;
    const sums = NAMES.map((name) => local[name]);
    const starts = [rows, second, third, fourth];
    const raised = (one, by) => one.set(i32.add(one.get, i32.const(by)));
    const tile = [
      second.set(i32.add(rows.get, row.get)),
      third.set(i32.add(second.get, row.get)),
      fourth.set(i32.add(third.get, row.get)),
      sums.map((sum) => sum.set(v128.zero)),
      at.set(vector.get),
      whileBelow(at.get, stop.get, [
        own.set(v128.load(at.get, 0)),
        sums.map((sum, place) => sum.set(i32x4.add(sum.get, i32x4.dot(own.get, v128.loadBytes(starts[place].get, 0))))),
        starts.map((start) => raised(start, EIGHT)),
        raised(at, 2 * EIGHT),
      ]),
      own.set(sumsOf(...sums.map((sum) => sum.get))),
      v128.store(found.get, 0, own.get),
      peak.set(i32x4.greatest(peak.get, own.get)),
      raised(found, 4 * TILE),
      // The last of the four has come to the beginning of the next four.
      rows.set(fourth.get),
    ];
    return [
      stop.set(i32.add(vector.get, i32.add(row.get, row.get))),
      whileBelow(rows.get, end.get, [
        blockEnd.set(i32.add(rows.get, bytes.get)),
        peak.set(v128.zero),
        whileBelow(rows.get, blockEnd.get, tile),
        v128.store(peaks.get, 0, peak.get),
        raised(peaks, 4 * TILE),
      ]),
    ];
  },
);

/** The module behind src/router/predictor/whole-dots.ts. */
export function kernelBytes() {
  return moduleOf([wholeDots]);
}
