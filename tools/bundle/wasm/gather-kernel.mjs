import { f64x2, func, i32, moduleOf, v128, whileBelow } from './assembler.mjs';

const BYTES = 8;
const INDEX = 4;
/** What a choice came to: two numbers side by side. */
const PAIR = 2 * BYTES;
/** Choosers that one pass serves: their sums don't wait for each other. */
const AT_ONCE = [0, 1, 2, 3];

const forward = (pointer, bytes) => pointer.set(i32.add(pointer.get, i32.const(bytes)));
const named = (prefix, type) => Object.fromEntries(AT_ONCE.map((number) => [`${prefix}${number}`, type]));

/**
 * Adds up what four choosers' choices come to over a block of cases, weight times pair, case after case: the bits of a plain loop. A case's
 * pairs lie `stride` bytes apart from the next's; `plans` says by chooser and case which entry of its table tells the pair's place. `sums`
 * holds a pair a chooser, then the least pair that each met.
 */
const sums = func(
  'sums',
  ['pairs', 'stride', 'weights', 'end', 'plans', 'planStride', 'tables', 'sums'],
  {
    ...named('plan', 'i32'),
    ...named('table', 'i32'),
    ...named('sum', 'v128'),
    ...named('least', 'v128'),
    weight: 'v128',
    pair: 'v128',
  },
  (local) => {
    const { pairs, stride, weights, end, plans, planStride, tables, sums: to, weight, pair } = local;
    const of = (prefix, number) => local[`${prefix}${number}`];
    return [
      AT_ONCE.map((number) => [
        of('plan', number).set(number === 0 ? plans.get : i32.add(of('plan', number - 1).get, planStride.get)),
        of('table', number).set(i32.load(tables.get, INDEX * number)),
        of('sum', number).set(v128.load(to.get, PAIR * number)),
        of('least', number).set(v128.load(to.get, PAIR * (AT_ONCE.length + number))),
      ]),
      whileBelow(weights.get, end.get, [
        weight.set(v128.loadTwice(weights.get, 0)),
        AT_ONCE.map((number) => [
          pair.set(
            v128.load(
              i32.add(
                pairs.get,
                i32.load(i32.add(of('table', number).get, i32.shl(i32.load(of('plan', number).get, 0), i32.const(2))), 0),
              ),
              0,
            ),
          ),
          of('sum', number).set(f64x2.add(of('sum', number).get, f64x2.mul(weight.get, pair.get))),
          of('least', number).set(f64x2.least(of('least', number).get, pair.get)),
          forward(of('plan', number), INDEX),
        ]),
        forward(weights, BYTES),
        pairs.set(i32.add(pairs.get, stride.get)),
      ]),
      AT_ONCE.map((number) => [
        v128.store(to.get, PAIR * number, of('sum', number).get),
        v128.store(to.get, PAIR * (AT_ONCE.length + number), of('least', number).get),
      ]),
    ];
  },
);

/** The module behind src/stats/gathered-sums.ts. */
export function kernelBytes() {
  return moduleOf([sums]);
}
