import { f64x2, func, i32, moduleOf, v128, whileBelow } from './assembler.mjs';

const BYTES = 8;
/** Numbers from one column, or row, to the next, of however many a pass makes use. */
const STRIDE = 12;
const forward = (pointer, bytes) => pointer.set(i32.add(pointer.get, i32.const(bytes)));

/**
 * XᵀDX times several directions in one pass over sparse rows. Directions, products and curvatures lie side by side, `STRIDE` numbers for each
 * column or row; a row's entries are read by way of the address of their column's numbers. Each lane is summed in the order of rows and
 * entries: the bits of a plain loop.
 *
 * @param {number} lanes even
 */
function hessian(lanes) {
  const pairs = Array.from({ length: lanes / 2 }, (_, pair) => pair);
  const sums = Object.fromEntries(pairs.map((pair) => [`s${pair}`, 'v128']));
  return func(
    `hessian${lanes}`,
    // All addresses. `ends` tells where each row's entries end among `places`, which tell where each entry's numbers are among the
    // directions; `intercept` is where the last of them are. Products lie `offset` behind.
    ['ends', 'lastEnd', 'places', 'values', 'curvatures', 'intercept', 'offset'],
    { ...sums, one: 'v128', place: 'i32', at: 'i32', value: 'i32', end: 'i32' },
    (local) => {
      const { ends, lastEnd, places, values, curvatures, intercept, offset, one, place, at, value, end } = local;
      const sum = (pair) => local[`s${pair}`];
      const each = (step) => [
        at.set(places.get),
        value.set(values.get),
        whileBelow(at.get, end.get, [
          place.set(i32.load(at.get, 0)),
          one.set(v128.loadTwice(value.get, 0)),
          step,
          forward(at, 4),
          forward(value, BYTES),
        ]),
      ];
      const added = (to, pair, more) => v128.store(to, 16 * pair, f64x2.add(v128.load(to, 16 * pair), more));
      return whileBelow(ends.get, lastEnd.get, [
        end.set(i32.load(ends.get, 0)),
        pairs.map((pair) => sum(pair).set(v128.load(intercept.get, 16 * pair))),
        each(pairs.map((pair) => sum(pair).set(f64x2.add(sum(pair).get, f64x2.mul(one.get, v128.load(place.get, 16 * pair)))))),
        place.set(i32.add(intercept.get, offset.get)),
        pairs.map((pair) => [
          sum(pair).set(f64x2.mul(sum(pair).get, v128.load(curvatures.get, 16 * pair))),
          added(place.get, pair, sum(pair).get),
        ]),
        each([
          place.set(i32.add(place.get, offset.get)),
          pairs.map((pair) => added(place.get, pair, f64x2.mul(one.get, sum(pair).get))),
        ]),
        places.set(end.get),
        values.set(value.get),
        forward(ends, 4),
        forward(curvatures, BYTES * STRIDE),
      ]);
    },
  );
}

/** The module behind src/strategy/learn/hessian-lanes.ts. */
export function kernelBytes() {
  return moduleOf([hessian(2), hessian(4), hessian(8), hessian(12)]);
}
