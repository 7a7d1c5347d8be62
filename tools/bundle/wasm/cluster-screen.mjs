import { f64, i32, i32x4, v128, when, whileBelow } from './assembler.mjs';

const BYTES = 8;
/** Bytes of eight pairs of 16-bit numbers, one pair of each centroid. */
const PAIRS = 32;
const forward = (pointer, bytes) => pointer.set(i32.add(pointer.get, typeof bytes === 'number' ? i32.const(bytes) : bytes.get));

/**
 * Beside what `assign` is given: the point in 16-bit numbers and what is from one to the next, the centroids in such numbers and what is from one
 * group to the next, what each of eight sums begins with, room for eight sums, and where a sum's unit and the error of a cosine stand.
 */
export const SCREEN_PARAMETERS = ['short', 'shortRow', 'shortCentroids', 'shortGroup', 'starts', 'found', 'error'];
export const SCREEN_LOCALS = { sure: 'i32', rival: 'i32', d0: 'v128', d1: 'v128', top: 'v128', rest: 'v128', cosine: 'f64' };

/** Multiplies the point with the eight centroids at `eight`. Sets `place` to the greatest sum and `rival` to the second. */
function glance(local, eight, starts) {
  const { short, shortRow, number, end, centroid, d0, d1, one, top, rest, place, rival } = local;
  const swapped = (value, lanes) => i32x4.shuffle(value.get, value.get, lanes);
  const halved = (lanes) => [
    one.set(swapped(top, lanes)),
    rest.set(i32x4.greatest(i32x4.greatest(rest.get, swapped(rest, lanes)), i32x4.least(top.get, one.get))),
    top.set(i32x4.greatest(top.get, one.get)),
  ];
  const added = (sum, at) => sum.set(i32x4.add(sum.get, i32x4.dot(one.get, v128.load(centroid.get, at))));
  /** Rows are a multiple of two pairs. */
  const pairs = [0, 1].map((pair) => [
    one.set(v128.loadFourfold(number.get, 4 * pair)),
    added(d0, PAIRS * pair),
    added(d1, PAIRS * pair + 16),
  ]);
  return [
    number.set(short.get),
    end.set(i32.add(short.get, shortRow.get)),
    centroid.set(eight),
    d0.set(v128.load(starts, 0)),
    d1.set(v128.load(starts, 16)),
    whileBelow(number.get, end.get, [pairs, forward(number, 8), forward(centroid, 2 * PAIRS)]),
    top.set(i32x4.greatest(d0.get, d1.get)),
    rest.set(i32x4.least(d0.get, d1.get)),
    halved([2, 3, 0, 1]),
    halved([1, 0, 3, 2]),
    place.set(i32x4.lane(0, top.get)),
    rival.set(i32x4.lane(0, rest.get)),
  ];
}

/**
 * Looks at a point's own group and at all that may hold a nearer centroid in 16-bit numbers. `sure` stays 1 where the point's centroid is
 * nearer than every other by more than rounding to such numbers can be; `bound` and the bounds of the groups are then as tight as that allows.
 */
export function screen(local, { atMost, setOthers, eachGroup, mayBeNearer, groupOf }) {
  const { best, home, group, eight, sum, other, others, moved, groupWent, place, rival, sure, bound, cosine, found } = local;
  const { shortCentroids, shortGroup, starts, error, d0, d1 } = local;
  const scaled = (whole) => f64.mul(f64.fromI32(whole), f64.load(error.get, 0));
  const most = f64.add(scaled(rival.get), f64.load(error.get, BYTES));
  const times4 = (index) => i32.shl(index, i32.const(2));
  const held = [sure.set(i32.and(sure.get, f64.more(cosine.get, most)))];
  return [
    home.set(groupOf(best.get)),
    glance(
      local,
      i32.add(shortCentroids.get, i32.mul(shortGroup.get, i32.shr(home.get, 3))),
      i32.add(starts.get, times4(home.get)),
    ),
    v128.store(found.get, 0, d0.get),
    v128.store(found.get, 16, d1.get),
    // Where another one of the group has the greatest sum, or the same, the second is no less than the own: nothing is sure.
    sum.set(i32.load(i32.add(found.get, times4(i32.sub(best.get, home.get))), 0)),
    cosine.set(f64.sub(scaled(sum.get), f64.load(error.get, BYTES))),
    bound.set(atMost(cosine.get)),
    held,
    setOthers(i32.add(others.get, home.get), i32.add(groupWent.get, home.get), most),
    group.set(i32.const(0)),
    eight.set(shortCentroids.get),
    sum.set(starts.get),
    eachGroup([
      when(i32.and(sure.get, i32.and(i32.differs(group.get, home.get), mayBeNearer)), [
        glance(local, eight.get, sum.get),
        rival.set(place.get),
        held,
        setOthers(other.get, moved.get, most),
      ]),
      forward(group, 8),
      forward(eight, shortGroup),
      forward(sum, PAIRS),
    ]),
  ];
}
