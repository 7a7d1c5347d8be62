import { f64x2, func, i32, v128, whileBelow } from './assembler.mjs';

const BYTES = 8;
/** Numbers from one column, or row, to the next, of however many a pass makes use. */
export const STRIDE = 12;
/** Two numbers are a register. */
export const PAIRS = Array.from({ length: STRIDE / 2 }, (_, pair) => pair);

export const forward = (pointer, bytes) => pointer.set(i32.add(pointer.get, i32.const(bytes)));
/** Adds to a pair of numbers in memory. */
const added = (to, pair, more) => v128.store(to, 16 * pair, f64x2.add(v128.load(to, 16 * pair), more));

/**
 * A pass over sparse rows whose vectors lie side by side, `STRIDE` numbers for each column or row: each is a lane, summed in the order of rows
 * and entries, so that it has the bits of a plain loop.
 *
 * `ends` tells where each row's entries end among `places`, which tell where each entry's numbers are in the first vector by column; other vectors
 * lie `offset`s behind. `intercept` is where the last numbers of the first are.
 *
 * @param {string[]} own what parameters follow; all are addresses or offsets
 * @param {(local: object, each: (step: Code) => Code) => Code} body of a row; `each` does a step at every entry, `one` being its value, twice
 */
function pass(name, own, pairs, body) {
  const sums = Object.fromEntries(pairs.map((pair) => [`s${pair}`, 'v128']));
  return func(
    name,
    ['ends', 'lastEnd', 'places', 'values', 'intercept', ...own],
    { ...sums, one: 'v128', place: 'i32', at: 'i32', value: 'i32', end: 'i32' },
    (local) => {
      const { ends, lastEnd, places, values, one, place, at, value, end } = local;
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
      return whileBelow(ends.get, lastEnd.get, [
        end.set(i32.load(ends.get, 0)),
        body(local, each),
        places.set(end.get),
        values.set(value.get),
        forward(ends, 4),
      ]);
    },
  );
}

/** X times the first vectors, the intercept with them, into registers. */
const multiplied = (local, each, pairs) => {
  const { place, one, intercept } = local;
  return [
    pairs.map((pair) => local[`s${pair}`].set(v128.load(intercept.get, 16 * pair))),
    each(
      pairs.map((pair) => {
        const sum = local[`s${pair}`];
        return sum.set(f64x2.add(sum.get, f64x2.mul(one.get, v128.load(place.get, 16 * pair))));
      }),
    ),
  ];
};

/** Adds registers, times `factor`, to the vectors at an offset: Xᵀ times a row. */
const scattered = (local, each, pairs, factor) => {
  const { place, intercept, offset } = local;
  return [
    place.set(i32.add(intercept.get, offset.get)),
    pairs.map((pair) => added(place.get, pair, local[`s${pair}`].get)),
    each([
      place.set(i32.add(place.get, offset.get)),
      pairs.map((pair) => added(place.get, pair, f64x2.mul(factor, local[`s${pair}`].get))),
    ]),
  ];
};

/**
 * XᵀDX times several directions.
 *
 * @param {number} lanes even
 */
export function hessian(lanes) {
  const pairs = PAIRS.slice(0, lanes / 2);
  return pass(`hessian${lanes}`, ['curvatures', 'offset'], pairs, (local, each) => {
    const { curvatures, one } = local;
    return [
      multiplied(local, each, pairs),
      pairs.map((pair) => {
        const sum = local[`s${pair}`];
        return sum.set(f64x2.mul(sum.get, v128.load(curvatures.get, 16 * pair)));
      }),
      scattered(local, each, pairs, one.get),
      forward(curvatures, BYTES * STRIDE),
    ];
  });
}

/** X times vectors, by row. Places are moved by `offset` before. */
export const times = pass('times', ['rows', 'offset'], PAIRS, (local, each) => {
  const { place, one, intercept, offset, rows } = local;
  const moved = (step) => each([place.set(i32.add(place.get, offset.get)), step]);
  return [
    multiplied({ ...local, place, one, intercept: { get: i32.add(intercept.get, offset.get) } }, moved, PAIRS),
    PAIRS.map((pair) => v128.store(rows.get, 16 * pair, local[`s${pair}`].get)),
    forward(rows, BYTES * STRIDE),
  ];
});

const gathering = (name, factorOf) =>
  pass(name, ['rows', 'offset'], PAIRS, (local, each) => [
    PAIRS.map((pair) => local[`s${pair}`].set(v128.load(local.rows.get, 16 * pair))),
    scattered(local, each, PAIRS, factorOf(local.one.get)),
    forward(local.rows, BYTES * STRIDE),
  ]);

/** Adds Xᵀ times numbers by row. */
export const transposedTimes = gathering('transposedTimes', (one) => one);

/** Adds Xᵀ, its entries squared, times numbers by row: a diagonal of XᵀDX. */
export const squaredTimes = gathering('squaredTimes', (one) => f64x2.mul(one, one));
