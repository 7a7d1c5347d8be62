import { f64, f64x2, func, i32, i32x4, moduleOf, v128, when, whileBelow } from './assembler.mjs';

/** Replicates that one pass over a column serves. */
const TILE = 4;

/** Those of src/stats/poisson.ts: a test holds both together. */
export const THRESHOLDS = [
  1580030169, 3160060337, 3950075422, 4213413783, 4279248374, 4292415292, 4294609778, 4294923276, 4294962463, 4294966817,
  4294967253, 4294967292,
];
/** One draw in 270 is beyond these. */
const USUAL = 5;

const allLanes = (value) => i32x4.splat(i32.const(value));
/** Unsigned comparison by a signed one: both sides with their highest bit turned over. */
const atLeast = (turned, threshold) => i32x4.greater(turned, allLanes((threshold - 1) ^ 0x80000000));
const rotated = (value, by) => v128.or(i32x4.shl(value, by), i32x4.shr(value, 32 - by));

/** The last round of hash32 and its finaliser, on four groups that the seed is mixed into already. */
function hashed(local, address, offset) {
  const { h, mixed } = local;
  const folded = (by) => h.set(v128.xor(h.get, i32x4.shr(h.get, by)));
  return [
    h.set(v128.xor(v128.load(address, offset), mixed.get)),
    h.set(rotated(h.get, 13)),
    h.set(i32x4.add(i32x4.add(i32x4.shl(h.get, 2), h.get), allLanes(0xe6546b64))),
    h.set(v128.xor(h.get, allLanes(12))),
    folded(16),
    h.set(i32x4.mul(h.get, allLanes(0x85ebca6b))),
    folded(13),
    h.set(i32x4.mul(h.get, allLanes(0xc2b2ae35))),
    folded(16),
    h.set(v128.xor(h.get, allLanes(0x80000000))),
  ];
}

/** How many thresholds a hash reaches: comparing gives −1 where it does. */
function counted({ h }, count) {
  const reached = (from, to) => THRESHOLDS.slice(from, to).map((one) => count.set(i32x4.sub(count.get, atLeast(h.get, one))));
  return [
    count.set(v128.zero),
    reached(0, USUAL),
    when(v128.anyTrue(atLeast(h.get, THRESHOLDS[USUAL])), reached(USUAL, THRESHOLDS.length)),
  ];
}

/** Poisson(1) weights of one replicate for groups by eights: as 16-bit integers, and as doubles. */
const draw = func(
  'draw',
  ['hashes', 'end', 'round', 'small', 'doubles'],
  { mixed: 'v128', h: 'v128', low: 'v128', high: 'v128' },
  (local) => {
    const { hashes, end, round, small, doubles, low, high } = local;
    const store = (offset, four) => [
      v128.store(doubles.get, offset, f64x2.fromI32(four)),
      v128.store(doubles.get, offset + 16, f64x2.fromI32(v128.upper(four))),
    ];
    return [
      local.mixed.set(i32x4.splat(round.get)),
      whileBelow(hashes.get, end.get, [
        hashed(local, hashes.get, 0),
        counted(local, low),
        hashed(local, hashes.get, 16),
        counted(local, high),
        v128.store(small.get, 0, i32x4.narrow(low.get, high.get)),
        store(0, low.get),
        store(32, high.get),
        hashes.set(i32.add(hashes.get, i32.const(32))),
        small.set(i32.add(small.get, i32.const(16))),
        doubles.set(i32.add(doubles.get, i32.const(64))),
      ]),
    ];
  },
);

const tile = Array.from({ length: TILE }, (_, replicate) => replicate);
const accumulators = (letters) =>
  Object.fromEntries(tile.flatMap((r) => [...letters].map((letter) => [`${letter}${r}`, 'v128'])));
/** Weights of replicate r stand one stride after those of the one before. */
const startAt = (local, weights) =>
  tile.slice(1).map((r) => local[`w${r}`].set(i32.add(r === 1 ? weights : local[`w${r - 1}`].get, local.stride.get)));
const pointers = Object.fromEntries(tile.slice(1).map((r) => [`w${r}`, 'i32']));
const pointerOf = (local, r) => (r === 0 ? local.weights : local[`w${r}`]);
const forward = (local, bytes) => tile.map((r) => pointerOf(local, r).set(i32.add(pointerOf(local, r).get, i32.const(bytes))));

/** Adds to four replicates' totals a column's weighted sum, in four interleaved partial sums: lanes of two registers. */
const sums = func(
  'sums',
  ['weights', 'stride', 'values', 'end', 'tail', 'totals'],
  { ...accumulators('ab'), ...pointers, v: 'v128', u: 'v128' },
  (local) => {
    const { values, end, tail, totals, v, u } = local;
    const plus = (name, r, weight, value) => local[name + r].set(f64x2.add(local[name + r].get, f64x2.mul(weight, value)));
    const total = (r) => {
      const both = (name) => f64.add(f64x2.lane(0, local[name + r].get), f64x2.lane(1, local[name + r].get));
      return f64.store(totals.get, 8 * r, f64.add(f64.load(totals.get, 8 * r), f64.add(both('a'), both('b'))));
    };
    return [
      startAt(local, local.weights.get),
      whileBelow(values.get, end.get, [
        v.set(v128.load(values.get, 0)),
        u.set(v128.load(values.get, 16)),
        tile.map((r) => [
          plus('a', r, v128.load(pointerOf(local, r).get, 0), v.get),
          plus('b', r, v128.load(pointerOf(local, r).get, 16), u.get),
        ]),
        values.set(i32.add(values.get, i32.const(32))),
        forward(local, 32),
      ]),
      whileBelow(values.get, tail.get, [
        v.set(v128.loadHalf(values.get, 0)),
        tile.map((r) => plus('a', r, v128.loadHalf(pointerOf(local, r).get, 0), v.get)),
        values.set(i32.add(values.get, i32.const(8))),
        forward(local, 8),
      ]),
      tile.map(total),
    ];
  },
);

/** The same for a column of 16-bit integers, of which any order gives the same sum. Groups by eights. */
const smallSums = func(
  'smallSums',
  ['weights', 'stride', 'values', 'end', 'totals'],
  { ...accumulators('a'), ...pointers, v: 'v128' },
  (local) => {
    const { values, end, totals, v } = local;
    const total = (r) => {
      const lane = (index) => i32x4.lane(index, local[`a${r}`].get);
      const all = i32.add(i32.add(lane(0), lane(1)), i32.add(lane(2), lane(3)));
      return f64.store(totals.get, 8 * r, f64.add(f64.load(totals.get, 8 * r), f64.fromI32(all)));
    };
    return [
      startAt(local, local.weights.get),
      whileBelow(values.get, end.get, [
        v.set(v128.load(values.get, 0)),
        tile.map((r) =>
          local[`a${r}`].set(i32x4.add(local[`a${r}`].get, i32x4.dot(v128.load(pointerOf(local, r).get, 0), v.get))),
        ),
        values.set(i32.add(values.get, i32.const(16))),
        forward(local, 16),
      ]),
      tile.map(total),
    ];
  },
);

/** The module behind src/stats/simd-resample.ts. */
export function kernelBytes() {
  return moduleOf([draw, sums, smallSums]);
}
