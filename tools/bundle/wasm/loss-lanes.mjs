import { f64, f64x2, func, i32, i64x2, v128, whileBelow } from './assembler.mjs';
import { forward, STRIDE } from './sparse-passes.mjs';

const BYTES = 8;
const ROW = BYTES * STRIDE;
/** Terms of the series in src/stats/exp.ts and log.ts. */
const EXP_TERMS = 14;
const LOG_TERMS = 13;
/** 2⁵² + 1023: a whole number added to it has its binary exponent in its last bits. */
const EXPONENT = 2 ** 52 + 1023;
const number = (value) => f64x2.splat(f64.const(value));

/**
 * What losses, slopes and curvatures of all rows come to where scores change by `size` times `change`. Rows without a target (NaN) count
 * nothing. Numbers of `STRIDE` lanes lie side by side; `lost` is added to in the order of rows.
 *
 * @param {(local: object) => Code} look sets `loss`, `down` (slope) and `bow` (curvature) at the score `z` for the target `y`
 */
function trial(name, registers, look) {
  const along = ['score', 'change', 'target', 'weight', 'slope', 'curvature'];
  const all = ['z', 'y', 'known', 'loss', 'down', 'bow', 'own', ...registers];
  return func(
    name,
    [...along, 'end', 'size', 'lost', 'constants'],
    { ...Object.fromEntries(all.map((one) => [one, 'v128'])), pair: 'i32', sum: 'i32' },
    (local) => {
      const { score, change, target, weight, slope, curvature, end, size, lost, z, y, known, loss, down, bow, own } = local;
      const { pair, sum } = local;
      const counted = (value) => v128.and(known.get, f64x2.mul(own.get, value));
      return whileBelow(score.get, end.get, [
        pair.set(size.get),
        sum.set(lost.get),
        whileBelow(pair.get, i32.add(size.get, i32.const(ROW)), [
          z.set(f64x2.add(v128.load(score.get, 0), f64x2.mul(v128.load(pair.get, 0), v128.load(change.get, 0)))),
          y.set(v128.load(target.get, 0)),
          own.set(v128.load(weight.get, 0)),
          known.set(f64x2.equal(y.get, y.get)),
          look(local),
          v128.store(slope.get, 0, counted(down.get)),
          v128.store(curvature.get, 0, counted(bow.get)),
          v128.store(sum.get, 0, f64x2.add(v128.load(sum.get, 0), counted(loss.get))),
          [...along.map((one) => local[one]), pair, sum].map((pointer) => forward(pointer, 16)),
        ]),
      ]);
    },
  );
}

/** (z − y)² / 2 */
export const squaredTrial = trial('squaredTrial', [], ({ z, y, loss, down, bow }) => [
  down.set(f64x2.sub(z.get, y.get)),
  loss.set(f64x2.mul(f64x2.mul(down.get, down.get), number(0.5))),
  bow.set(number(1)),
]);

/** Sets `sum` by Horner's rule, to the series from one constant to another. */
function series({ sum }, x, constant, first, terms) {
  const rest = Array.from({ length: terms - 1 }, (_, i) => first + 1 + i);
  return [sum.set(constant(first)), rest.map((place) => sum.set(f64x2.add(f64x2.mul(sum.get, x.get), constant(place))))];
}

/** Sets `e` to exp(x) for x ≤ 0, as src/stats/exp.ts has it. */
function exponential(local, constant) {
  const { x, k, r, e, half } = local;
  const [ln2, high, low, least] = [0, 1, 2, 3].map(constant);
  const up = v128.and(f64x2.atLeast(f64x2.sub(k.get, r.get), number(0.5)), number(1));
  const power = (of) => i64x2.shl(f64x2.add(of, number(EXPONENT)), 52);
  return [
    // To the nearest whole number, the upper one of two.
    k.set(f64x2.div(x.get, ln2)),
    r.set(f64x2.floor(k.get)),
    k.set(f64x2.add(r.get, up)),
    r.set(f64x2.sub(f64x2.sub(x.get, f64x2.mul(k.get, high)), f64x2.mul(k.get, low))),
    series({ sum: e }, r, constant, 4, EXP_TERMS),
    half.set(f64x2.floor(f64x2.mul(k.get, number(0.5)))),
    e.set(f64x2.mul(f64x2.mul(e.get, power(half.get)), power(f64x2.sub(k.get, half.get)))),
    e.set(v128.without(e.get, f64x2.less(x.get, least))),
  ];
}

/** Sets `loss` to ln(x) for x from 1 to 2, as src/stats/log.ts has it. */
function logarithm(local, constant) {
  const { x, k, r, half, loss } = local;
  const [root, ln2] = [4 + EXP_TERMS, 0].map(constant);
  return [
    k.set(f64x2.atLeast(x.get, root)),
    x.set(v128.choose(f64x2.mul(x.get, number(0.5)), x.get, k.get)),
    r.set(f64x2.div(f64x2.sub(x.get, number(1)), f64x2.add(x.get, number(1)))),
    half.set(f64x2.mul(r.get, r.get)),
    series({ sum: loss }, half, constant, 5 + EXP_TERMS, LOG_TERMS),
    loss.set(f64x2.add(v128.and(k.get, ln2), f64x2.mul(f64x2.mul(number(2), r.get), loss.get))),
  ];
}

/**
 * Cross entropy of y and σ(z), by one exponential. `constants`: ln 2, its two parts, the least argument of exp, the series of exp, √2, the series of log, each series
 * from its last term on.
 */
export const logTrial = trial('logTrial', ['x', 'k', 'r', 'e', 'half'], (local) => {
  const { constants, z, y, x, e, loss, down, bow } = local;
  const constant = (place) => v128.loadTwice(constants.get, BYTES * place);
  const greater = f64x2.max(z.get, v128.zero);
  return [
    x.set(f64x2.negative(f64x2.abs(z.get))),
    exponential(local, constant),
    x.set(f64x2.add(number(1), e.get)),
    down.set(f64x2.div(v128.choose(number(1), e.get, f64x2.atLeast(z.get, v128.zero)), x.get)),
    bow.set(f64x2.mul(down.get, f64x2.sub(number(1), down.get))),
    down.set(f64x2.sub(down.get, y.get)),
    logarithm(local, constant),
    loss.set(f64x2.sub(f64x2.add(greater, loss.get), f64x2.mul(y.get, z.get))),
  ];
});
