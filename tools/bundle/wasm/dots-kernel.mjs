import { f64x2, func, i32, moduleOf, v128, whileBelow } from './assembler.mjs';

const PAIRS = [0, 1, 2, 3];
const BYTES = 8;
/** Where the greatest and the second greatest are put, behind the eight. */
const GREATEST = 8 * BYTES;
const SECOND = 9 * BYTES;

const forward = (pointer, bytes) => pointer.set(i32.add(pointer.get, i32.const(bytes)));
const either = (a, b) => ({ most: f64x2.greatest(a, b), least: f64x2.least(a, b) });

/**
 * The greatest and the second greatest of eight in four pairs: of the pairs' own, then of both halves. The second is the greatest of what
 * lost to a greatest.
 */
function leaders(local) {
  const { s0, s1, s2, s3, one, most, second, found } = local;
  const first = either(s0.get, s1.get);
  const last = either(s2.get, s3.get);
  return [
    one.set(f64x2.greatest(first.least, last.least)),
    second.set(f64x2.greatest(one.get, f64x2.least(first.most, last.most))),
    most.set(f64x2.greatest(first.most, last.most)),
    one.set(v128.upper(most.get)),
    second.set(f64x2.greatest(second.get, v128.upper(second.get))),
    v128.storeHalf(found.get, SECOND, f64x2.greatest(second.get, f64x2.least(most.get, one.get))),
    v128.storeHalf(found.get, GREATEST, f64x2.greatest(most.get, one.get)),
  ];
}

/**
 * Eight dot products of one vector with eight that stand side by side, number by number. Each is a lane of its own, summed from 0 in
 * the vector's order: the bits of a plain loop.
 */
const dots = func(
  'dots',
  ['vector', 'end', 'eight', 'found'],
  { one: 'v128', s0: 'v128', s1: 'v128', s2: 'v128', s3: 'v128', most: 'v128', second: 'v128' },
  (local) => {
    const { vector, end, eight, found, one } = local;
    const sum = (pair) => local[`s${pair}`];
    return [
      PAIRS.map((pair) => sum(pair).set(v128.zero)),
      whileBelow(vector.get, end.get, [
        one.set(v128.loadTwice(vector.get, 0)),
        PAIRS.map((pair) => sum(pair).set(f64x2.add(sum(pair).get, f64x2.mul(one.get, v128.load(eight.get, 16 * pair))))),
        forward(vector, BYTES),
        forward(eight, 8 * BYTES),
      ]),
      PAIRS.map((pair) => v128.store(found.get, 16 * pair, sum(pair).get)),
      leaders(local),
    ];
  },
);

/** The module behind src/stats/eight-dots.ts. */
export function kernelBytes() {
  return moduleOf([dots]);
}
