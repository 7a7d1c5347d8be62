import { f64, f64x2, func, v128, whileBelow } from './assembler.mjs';
import { forward, PAIRS, STRIDE } from './sparse-passes.mjs';

const BYTES = 8;

/**
 * A walk along vectors that lie side by side, a number of each of `STRIDE` lanes after another. Nothing passes from one lane to another.
 *
 * @param {string[]} vectors addresses that go along; the walk ends where the first of them reaches `end`
 * @param {string[]} given a number of each lane, read beforehand
 * @param {string | null} sum a number of each lane that is added to
 * @param {(pair: object) => Code} step what is done for two lanes: `at` reads, `put` writes a vector, `lane` is what is given, `add` adds to the sum
 */
function walk(name, vectors, given, sum, step) {
  const kept = [...given, ...(sum === null ? [] : [sum])];
  const registers = Object.fromEntries(kept.flatMap((one) => PAIRS.map((pair) => [`${one}${pair}`, 'v128'])));
  const [first] = vectors;
  return func(name, [...vectors, 'end', ...kept], { ...registers, a: 'v128', b: 'v128' }, (local) => {
    const of = (one, pair) => local[`${one}${pair}`];
    const pairOf = (pair) => ({
      at: (vector) => v128.load(local[vector].get, 16 * pair),
      put: (vector, value) => v128.store(local[vector].get, 16 * pair, value),
      lane: (one) => of(one, pair).get,
      add: (more) => of(sum, pair).set(f64x2.add(of(sum, pair).get, more)),
      a: local.a,
      b: local.b,
    });
    return [
      kept.map((one) => PAIRS.map((pair) => of(one, pair).set(v128.load(local[one].get, 16 * pair)))),
      whileBelow(local[first].get, local.end.get, [
        PAIRS.map((pair) => step(pairOf(pair))),
        vectors.map((vector) => forward(local[vector], BYTES * STRIDE)),
      ]),
      sum === null ? [] : PAIRS.map((pair) => v128.store(local[sum].get, 16 * pair, of(sum, pair).get)),
    ];
  });
}

/** into += factor · from. */
export const addTimes = walk('addTimes', ['into', 'from'], ['factor'], null, ({ at, put, lane }) =>
  put('into', f64x2.add(at('into'), f64x2.mul(lane('factor'), at('from')))),
);

/** sum += one · other. */
export const dots = walk('dots', ['one', 'other'], [], 'sum', ({ at, add }) => add(f64x2.mul(at('one'), at('other'))));

/**
 * Where conjugate gradients begin: the diagonal becomes 1 / max(diagonal + l2, 10⁻¹²), the residual is what the gradient lacks to 0, the
 * direction that times the inverse, the solution 0; `energy` += residual · direction.
 */
export const begin = walk(
  'begin',
  ['gradient', 'diagonal', 'residual', 'direction', 'solution'],
  ['l2'],
  'energy',
  ({ at, put, lane, add, a, b }) => {
    const penalised = f64x2.add(at('diagonal'), lane('l2'));
    const least = f64x2.splat(f64.const(1e-12));
    return [
      a.set(f64x2.div(f64x2.splat(f64.const(1)), f64x2.max(penalised, least))),
      put('diagonal', a.get),
      b.set(f64x2.negative(at('gradient'))),
      put('residual', b.get),
      a.set(f64x2.mul(b.get, a.get)),
      put('direction', a.get),
      put('solution', v128.zero),
      add(f64x2.mul(b.get, a.get)),
    ];
  },
);

/** product += l2 · direction; `bend` += direction · product. */
export const bend = walk('bend', ['direction', 'product'], ['l2'], 'bend', ({ at, put, lane, add, a, b }) => [
  a.set(at('direction')),
  b.set(f64x2.add(at('product'), f64x2.mul(lane('l2'), a.get))),
  put('product', b.get),
  add(f64x2.mul(a.get, b.get)),
]);

/** Goes `length` along the direction; `energy` += what the residual then has. */
export const advance = walk(
  'advance',
  ['solution', 'direction', 'residual', 'product', 'inverse'],
  ['length'],
  'energy',
  ({ at, put, lane, add, a }) => [
    put('solution', f64x2.add(at('solution'), f64x2.mul(lane('length'), at('direction')))),
    a.set(f64x2.sub(at('residual'), f64x2.mul(lane('length'), at('product')))),
    put('residual', a.get),
    add(f64x2.mul(a.get, f64x2.mul(a.get, at('inverse')))),
  ],
);

/** direction = residual · inverse + share · direction. */
export const turn = walk('turn', ['direction', 'residual', 'inverse'], ['share'], null, ({ at, put, lane }) =>
  put('direction', f64x2.add(f64x2.mul(at('residual'), at('inverse')), f64x2.mul(lane('share'), at('direction')))),
);

/**
 * A walk along one vector and `STRIDE` that lie side by side.
 *
 * @param {string} kept a number of each lane, held in registers
 * @param {(pair: object, own: Code) => Code} step what is done for two lanes at a number of the one vector, twice
 */
function walkBeside(name, kept, step, after) {
  const registers = Object.fromEntries(PAIRS.map((pair) => [`k${pair}`, 'v128']));
  return func(name, ['one', 'end', 'many', kept], { ...registers, own: 'v128' }, (local) => {
    const of = (pair) => local[`k${pair}`];
    const { one, end, many, own } = local;
    return [
      PAIRS.map((pair) => of(pair).set(v128.load(local[kept].get, 16 * pair))),
      whileBelow(one.get, end.get, [
        own.set(v128.loadTwice(one.get, 0)),
        PAIRS.map((pair) =>
          step({ kept: of(pair), many: v128.load(many.get, 16 * pair), at: many.get, offset: 16 * pair }, own.get),
        ),
        forward(one, BYTES),
        forward(many, BYTES * STRIDE),
      ]),
      after(PAIRS.map((pair) => v128.store(local[kept].get, 16 * pair, of(pair).get))),
    ];
  });
}

/** sum += one · each of many. */
export const along = walkBeside(
  'along',
  'sum',
  ({ kept, many }, own) => kept.set(f64x2.add(kept.get, f64x2.mul(own, many))),
  (stored) => stored,
);

/** Each of many −= its factor · one. */
export const without = walkBeside(
  'without',
  'factor',
  ({ kept, many, at, offset }, own) => v128.store(at, offset, f64x2.sub(many, f64x2.mul(kept.get, own))),
  () => [],
);
