import { f64, f64x2, func, i32, moduleOf, v128, whileBelow } from './assembler.mjs';

const BYTES = 8;
const PAIR = 2 * BYTES;
/** Pairs of cases that one pass decides: what they are compared with is loaded once. */
const PAIRS = [0, 1];

const forward = (pointer, bytes) => pointer.set(i32.add(pointer.get, i32.const(bytes)));
const named = (prefix) => Object.fromEntries(PAIRS.map((number) => [`${prefix}${number}`, 'v128']));

/**
 * By case the first option whose worth · scale − (base + perLength · length) is greatest, as a number. Worths lie option after option, `stride` bytes
 * from one to the next, and cases in fours; `prices` holds the scale twice, then base and perLength of each option.
 */
const choose = func(
  'choose',
  ['worths', 'stride', 'options', 'lengths', 'end', 'prices', 'best'],
  {
    ...named('length'),
    ...named('most'),
    ...named('held'),
    ...named('score'),
    ...named('more'),
    scale: 'v128',
    base: 'v128',
    perLength: 'v128',
    option: 'v128',
    one: 'v128',
    worth: 'i32',
    price: 'i32',
    last: 'i32',
  },
  (local) => {
    const { worths, stride, options, lengths, end, prices, best, scale, base, perLength, option, one, worth, price, last } =
      local;
    const of = (prefix, number) => local[`${prefix}${number}`];
    return [
      scale.set(v128.load(prices.get, 0)),
      one.set(f64x2.splat(f64.const(1))),
      whileBelow(lengths.get, end.get, [
        PAIRS.map((number) => [
          of('length', number).set(v128.load(lengths.get, PAIR * number)),
          of('most', number).set(f64x2.splat(f64.const(Number.NEGATIVE_INFINITY))),
          of('held', number).set(v128.zero),
        ]),
        option.set(v128.zero),
        worth.set(worths.get),
        price.set(i32.add(prices.get, i32.const(PAIR))),
        last.set(i32.add(price.get, i32.mul(options.get, i32.const(PAIR)))),
        whileBelow(price.get, last.get, [
          base.set(v128.loadTwice(price.get, 0)),
          perLength.set(v128.loadTwice(price.get, BYTES)),
          PAIRS.map((number) => [
            of('score', number).set(
              f64x2.sub(
                f64x2.mul(v128.load(worth.get, PAIR * number), scale.get),
                f64x2.add(base.get, f64x2.mul(perLength.get, of('length', number).get)),
              ),
            ),
            of('more', number).set(f64x2.more(of('score', number).get, of('most', number).get)),
            of('most', number).set(v128.select(of('score', number).get, of('most', number).get, of('more', number).get)),
            of('held', number).set(v128.select(option.get, of('held', number).get, of('more', number).get)),
          ]),
          option.set(f64x2.add(option.get, one.get)),
          worth.set(i32.add(worth.get, stride.get)),
          forward(price, PAIR),
        ]),
        PAIRS.map((number) => v128.store(best.get, PAIR * number, of('held', number).get)),
        [worths, lengths, best].map((pointer) => forward(pointer, PAIR * PAIRS.length)),
      ]),
    ];
  },
);

/** The module behind src/stats/priced-choice.ts. */
export function kernelBytes() {
  return moduleOf([choose]);
}
