import { either, f64, f64x2, func, i32, moduleOf, v128, when, whileBelow } from './assembler.mjs';
import { SCREEN_LOCALS, SCREEN_PARAMETERS, screen } from './cluster-screen.mjs';

const PAIRS = [0, 1, 2, 3];
const BYTES = 8;
/** Bytes of eight numbers, side by side. */
const EIGHT = 8 * BYTES;
/** As in src/strategy/learn/nearest-centroids.ts: wider than what rounding can do to the square of a distance. */
const SLACK = 1e-11;

const forward = (pointer, bytes) => pointer.set(i32.add(pointer.get, typeof bytes === 'number' ? i32.const(bytes) : bytes.get));
const beside = (one, other) => ({ most: f64x2.greatest(one, other), least: f64x2.least(one, other) });
/** √max(0, 2 − 2 · cosine), by slack more or less. */
const twice = (cosine) => f64.sub(f64.const(2), f64.mul(f64.const(2), cosine));
const atMost = (cosine) => f64.sqrt(f64.add(f64.greatest(f64.const(0), twice(cosine)), f64.const(SLACK)));
const atLeast = (cosine) => f64.sqrt(f64.greatest(f64.const(0), f64.sub(twice(cosine), f64.const(SLACK))));

/**
 * Multiplies the point with the eight centroids at `eight`, each summed from what `sums` says (0, or −∞ where there is no centroid) in the point's
 * order. Sets `greatest`, `second` and `place`, which is the first that has the greatest.
 */
function look(local, eight, sums) {
  const { point, number, end, centroid, length, one, most, least, greatest, second, place } = local;
  const sum = (pair) => local[`s${pair}`];
  const first = beside(sum(0).get, sum(1).get);
  const last = beside(sum(2).get, sum(3).get);
  const mask = (pair) => i32.shl(f64x2.mask(f64x2.equal(sum(pair).get, one.get)), i32.const(2 * pair));
  return [
    number.set(point.get),
    end.set(i32.add(point.get, length.get)),
    centroid.set(eight),
    PAIRS.map((pair) => sum(pair).set(v128.load(sums, 16 * pair))),
    whileBelow(number.get, end.get, [
      one.set(v128.loadTwice(number.get, 0)),
      PAIRS.map((pair) => sum(pair).set(f64x2.add(sum(pair).get, f64x2.mul(one.get, v128.load(centroid.get, 16 * pair))))),
      forward(number, BYTES),
      forward(centroid, EIGHT),
    ]),
    least.set(f64x2.greatest(first.least, last.least)),
    least.set(f64x2.greatest(least.get, f64x2.least(first.most, last.most))),
    most.set(f64x2.greatest(first.most, last.most)),
    one.set(v128.upper(most.get)),
    least.set(f64x2.greatest(least.get, v128.upper(least.get))),
    second.set(f64x2.lane(0, f64x2.greatest(least.get, f64x2.least(most.get, one.get)))),
    greatest.set(f64x2.lane(0, f64x2.greatest(most.get, one.get))),
    one.set(f64x2.splat(greatest.get)),
    place.set(i32.firstBit(PAIRS.slice(1).reduce((all, pair) => i32.or(all, mask(pair)), mask(0)))),
  ];
}

/**
 * An assignment as `nearestCentroids` makes it, of all points. By point: its centroid (`of`, −1 before the first time), the bound above of its
 * distance to it (`own`) and the bounds below for every group (`others`); what centroids and groups went stands at `went`, one place before
 * which must be 0, and from `groupWent` to `lastWent`. `sums` has eight numbers a group. `row` is from one point to the next, `length` its numbers in bytes.
 * A point that has a centroid is first screened; only where that leaves open who is nearest are its cosines worked out.
 */
const assign = func(
  'assign',
  [
    ...['point', 'lastPoint', 'row', 'length', 'of', 'own', 'others', 'went', 'groupWent', 'lastWent'],
    ...['centroids', 'groupBytes', 'sums'],
    ...SCREEN_PARAMETERS,
  ],
  {
    ...{ s0: 'v128', s1: 'v128', s2: 'v128', s3: 'v128', one: 'v128', most: 'v128', least: 'v128' },
    ...{ greatest: 'f64', second: 'f64', bound: 'f64', nearest: 'f64' },
    ...{ number: 'i32', end: 'i32', centroid: 'i32', place: 'i32', best: 'i32', home: 'i32', doubt: 'i32' },
    ...{ group: 'i32', other: 'i32', moved: 'i32', eight: 'i32', sum: 'i32' },
    ...SCREEN_LOCALS,
  },
  (local) => {
    const { point, lastPoint, row, of, own, others, went, groupWent, lastWent, centroids, groupBytes, sums } = local;
    const { greatest, second, bound, nearest, place, best, home, doubt, group, other, moved, eight, sum } = local;
    const times8 = (index) => i32.shl(index, i32.const(3));
    const groupOf = (cluster) => i32.and(cluster, i32.const(-8));
    const wentOf = i32.add(went.get, times8(best.get));
    /** Bounds stand as if nothing had ever moved. */
    const setOthers = (at, moves, cosine) => f64.store(at, 0, f64.add(atLeast(cosine), f64.load(moves, 0)));
    const eachGroup = (body) => [
      other.set(others.get),
      moved.set(groupWent.get),
      whileBelow(moved.get, lastWent.get, [body, forward(other, BYTES), forward(moved, BYTES)]),
    ];
    const mayBeNearer = f64.atLeast(bound.get, f64.sub(f64.load(other.get, 0), f64.load(moved.get, 0)));
    const nearer = i32.or(
      f64.more(greatest.get, nearest.get),
      i32.and(f64.equal(greatest.get, nearest.get), i32.lessThan(place.get, best.get)),
    );
    const lookAtGroup = [
      look(local, eight.get, sum.get),
      place.set(i32.add(group.get, place.get)),
      either(
        nearer,
        [
          setOthers(other.get, moved.get, second.get),
          setOthers(i32.add(others.get, groupOf(best.get)), i32.add(groupWent.get, groupOf(best.get)), nearest.get),
          best.set(place.get),
          nearest.set(greatest.get),
          bound.set(atMost(nearest.get)),
        ],
        setOthers(other.get, moved.get, greatest.get),
      ),
    ];
    const { sure, short, shortRow } = local;
    const bounds = { atMost, setOthers, eachGroup, mayBeNearer, groupOf };
    const exactly = [
      // Nobody's point begins at the first group. A group's place is eight times its number, in clusters as in bytes of a bound.
      either(i32.equal(best.get, i32.const(-1)), home.set(i32.const(0)), home.set(groupOf(best.get))),
      eight.set(i32.add(centroids.get, i32.mul(groupBytes.get, i32.shr(home.get, 3)))),
      look(local, eight.get, i32.add(sums.get, times8(home.get))),
      best.set(i32.add(home.get, place.get)),
      nearest.set(greatest.get),
      bound.set(atMost(nearest.get)),
      setOthers(i32.add(others.get, home.get), i32.add(groupWent.get, home.get), second.get),
      group.set(i32.const(0)),
      eight.set(centroids.get),
      sum.set(sums.get),
      eachGroup([
        when(i32.and(i32.differs(group.get, home.get), mayBeNearer), lookAtGroup),
        forward(group, 8),
        forward(eight, groupBytes),
        forward(sum, EIGHT),
      ]),
      i32.store(of.get, 0, best.get),
    ];
    return whileBelow(point.get, lastPoint.get, [
      best.set(i32.load(of.get, 0)),
      bound.set(f64.add(f64.load(own.get, 0), f64.load(wentOf, 0))),
      doubt.set(i32.const(0)),
      eachGroup(doubt.set(i32.or(doubt.get, mayBeNearer))),
      when(doubt.get, [
        sure.set(i32.differs(best.get, i32.const(-1))),
        when(sure.get, screen(local, bounds)),
        either(sure.get, [], exactly),
        f64.store(own.get, 0, f64.sub(bound.get, f64.load(wentOf, 0))),
      ]),
      forward(point, row),
      forward(short, shortRow),
      forward(of, 4),
      forward(own, BYTES),
      others.set(i32.add(others.get, i32.sub(lastWent.get, groupWent.get))),
    ]);
  },
);

/**
 * Adds points to the sums of their clusters, as far as these are `asked` for (1 or 0 by cluster): weight times each number, in the points' order. `row` is
 * a multiple of two numbers.
 */
const gather = func(
  'gather',
  ['point', 'lastPoint', 'row', 'of', 'weight', 'asked', 'sums'],
  { one: 'v128', end: 'i32', sum: 'i32' },
  ({ point, lastPoint, row, of, weight, asked, sums, one, end, sum }) =>
    whileBelow(point.get, lastPoint.get, [
      end.set(i32.add(point.get, row.get)),
      either(
        i32.load(i32.add(asked.get, i32.shl(i32.load(of.get, 0), i32.const(2))), 0),
        [
          one.set(v128.loadTwice(weight.get, 0)),
          sum.set(i32.add(sums.get, i32.mul(row.get, i32.load(of.get, 0)))),
          whileBelow(point.get, end.get, [
            v128.store(sum.get, 0, f64x2.add(v128.load(sum.get, 0), f64x2.mul(one.get, v128.load(point.get, 0)))),
            forward(point, 2 * BYTES),
            forward(sum, 2 * BYTES),
          ]),
        ],
        point.set(end.get),
      ),
      forward(of, 4),
      forward(weight, BYTES),
    ]),
);

/** The module behind src/strategy/learn/simd-centroids.ts. */
export function kernelBytes() {
  return moduleOf([assign, gather]);
}
