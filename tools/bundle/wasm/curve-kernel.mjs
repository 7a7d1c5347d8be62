import { either, f64, func, i32, leave, moduleOf, repeatWhile, when, whileBelow } from './assembler.mjs';

const BYTES = 8;
const INDEX = 4;
/** Digits of a key, from the lowest: how far to shift, and where the counters of each begin. */
const DIGIT = 2 ** 11 - 1;
const DIGITS = [0, 11, 22].map((shift, number) => ({ shift, counters: number * (DIGIT + 1) * INDEX }));

const forward = (pointer, bytes) => pointer.set(i32.add(pointer.get, i32.const(bytes)));
const placeOf = (base, index, bytes) => i32.add(base, i32.shl(index, i32.const(bytes === BYTES ? 3 : 2)));
const at = (base, index) => f64.load(placeOf(base, index, BYTES), 0);
const indexAt = (address) => i32.load(address, 0);
const counterOf = (counts, key, { shift, counters }) =>
  i32.add(i32.add(counts, i32.const(counters)), i32.shl(i32.and(i32.shr(key, shift), i32.const(DIGIT)), i32.const(2)));

/** The least and the greatest of some numbers, into `found`. */
const range = func(
  'range',
  ['values', 'end', 'found'],
  { low: 'f64', high: 'f64', one: 'f64' },
  ({ values, end, found, low, high, one }) => [
    low.set(f64.load(values.get, 0)),
    high.set(low.get),
    whileBelow(values.get, end.get, [
      one.set(f64.load(values.get, 0)),
      low.set(f64.least(low.get, one.get)),
      high.set(f64.greatest(high.get, one.get)),
      forward(values, BYTES),
    ]),
    f64.store(found.get, 0, low.get),
    f64.store(found.get, BYTES, high.get),
  ],
);

/** One digit: moves keys and row numbers to where the counters say. Row numbers are the places themselves where there are none yet. */
function pass({ key, row, counter, from, to }, digit, source, target, end, counts) {
  return [
    from.set(source.keys),
    row.set(i32.const(0)),
    whileBelow(from.get, end, [
      key.set(indexAt(from.get)),
      source.rows === null ? [] : row.set(indexAt(i32.add(source.rows, i32.sub(from.get, source.keys)))),
      counter.set(counterOf(counts, key.get, digit)),
      to.set(indexAt(counter.get)),
      i32.store(counter.get, 0, i32.add(to.get, i32.const(INDEX))),
      i32.store(i32.add(target.keys, to.get), 0, key.get),
      i32.store(i32.add(target.rows, to.get), 0, row.get),
      source.rows === null ? forward(row, 1) : [],
      forward(from, INDEX),
    ]),
  ];
}

/**
 * Row numbers by descending value, by radix over keys that spread the range. `found` holds the greatest value (second) and the keys' number
 * per unit (third). Counters must be 0. The order comes to stand in `otherRows`.
 */
const sort = func(
  'sort',
  ['values', 'end', 'found', 'keys', 'otherKeys', 'rows', 'otherRows', 'counts'],
  { most: 'f64', perUnit: 'f64', key: 'i32', row: 'i32', counter: 'i32', from: 'i32', to: 'i32', sum: 'i32' },
  (local) => {
    const { values, end, found, keys, otherKeys, rows, otherRows, counts, most, perUnit, key, counter, to, from, sum } = local;
    const added = (digit) => [
      counter.set(counterOf(counts.get, key.get, digit)),
      i32.store(counter.get, 0, i32.add(indexAt(counter.get), i32.const(INDEX))),
    ];
    const started = ({ counters }) => [
      sum.set(i32.const(0)),
      counter.set(i32.add(counts.get, i32.const(counters))),
      to.set(i32.add(counter.get, i32.const((DIGIT + 1) * INDEX))),
      whileBelow(counter.get, to.get, [
        key.set(indexAt(counter.get)),
        i32.store(counter.get, 0, sum.get),
        sum.set(i32.add(sum.get, key.get)),
        forward(counter, INDEX),
      ]),
    ];
    const first = { keys: keys.get, rows: null };
    const back = { keys: keys.get, rows: rows.get };
    const there = { keys: otherKeys.get, rows: otherRows.get };
    // Keys and values have as many entries: where the keys end, and where they end when they lie elsewhere.
    const keysEnd = (which) => i32.add(which, end.get);
    return [
      most.set(f64.load(found.get, BYTES)),
      perUnit.set(f64.load(found.get, 2 * BYTES)),
      from.set(keys.get),
      whileBelow(values.get, end.get, [
        key.set(i32.floorOf(f64.mul(f64.sub(most.get, f64.load(values.get, 0)), perUnit.get))),
        i32.store(from.get, 0, key.get),
        DIGITS.map(added),
        forward(from, INDEX),
        forward(values, BYTES),
      ]),
      // From here on: how many bytes of keys there are.
      end.set(i32.sub(from.get, keys.get)),
      DIGITS.map(started),
      pass(local, DIGITS[0], first, there, keysEnd(keys.get), counts.get),
      pass(local, DIGITS[1], there, back, keysEnd(otherKeys.get), counts.get),
      pass(local, DIGITS[2], back, there, keysEnd(keys.get), counts.get),
    ];
  },
);

/**
 * Puts rows of one key in order, each where it belongs among those before it; those of one value stay as they are. Ends with 0 in `left`
 * where it would take more than so many moves.
 */
const mend = func(
  'mend',
  ['order', 'end', 'values', 'left'],
  { now: 'i32', place: 'i32', row: 'i32', moves: 'i32', value: 'f64' },
  ({ order, end, values, left, now, place, row, moves, value }) => {
    const before = indexAt(i32.sub(place.get, i32.const(INDEX)));
    const isLess = (index) => f64.less(at(values.get, index), value.get);
    return [
      moves.set(indexAt(left.get)),
      now.set(i32.add(order.get, i32.const(INDEX))),
      whileBelow(now.get, end.get, [
        row.set(indexAt(now.get)),
        value.set(at(values.get, row.get)),
        place.set(now.get),
        when(isLess(before), [
          repeatWhile(i32.lessThan(order.get, place.get), [
            // Out of the loop where the one before is no less.
            [isLess(before), 0x45, 0x0d, 1],
            i32.store(place.get, 0, before),
            forward(place, -INDEX),
            moves.set(i32.sub(moves.get, i32.const(1))),
            when([moves.get, 0x45], [i32.store(left.get, 0, i32.const(0)), leave]),
          ]),
          i32.store(place.get, 0, row.get),
        ]),
        forward(now, INDEX),
      ]),
    ];
  },
);

/**
 * What every row gains in the order in which rows are sent, the distinct values after the one that stands there already, and where the rows
 * of each end. `last` comes to hold the address of the last of these ends.
 */
const way = func(
  'way',
  ['order', 'orderEnd', 'values', 'weak', 'strong', 'gain', 'threshold', 'ends', 'last'],
  { row: 'i32', count: 'i32', value: 'f64', held: 'f64' },
  ({ order, orderEnd, values, weak, strong, gain, threshold, ends, last, row, count, value, held }) => [
    held.set(f64.const(Number.NaN)),
    whileBelow(order.get, orderEnd.get, [
      row.set(indexAt(order.get)),
      value.set(at(values.get, row.get)),
      f64.store(gain.get, 0, f64.sub(at(strong.get, row.get), at(weak.get, row.get))),
      when(f64.differs(value.get, held.get), [
        forward(threshold, BYTES),
        forward(ends, INDEX),
        f64.store(threshold.get, 0, value.get),
        held.set(value.get),
      ]),
      forward(count, 1),
      i32.store(ends.get, 0, count.get),
      forward(order, INDEX),
      forward(gain, BYTES),
    ]),
    i32.store(last.get, 0, ends.get),
  ],
);

/** The curve under weights: shares sent and quality, point by point, summed row by row. `ends` begins with that of the second point. */
const along = func(
  'along',
  ['order', 'gain', 'ends', 'endsEnd', 'weights', 'weightsEnd', 'weak', 'share', 'quality'],
  { total: 'f64', gained: 'f64', sent: 'f64', weight: 'f64', at: 'i32', stop: 'i32' },
  (local) => {
    const {
      order,
      gain,
      ends,
      endsEnd,
      weights,
      weightsEnd,
      weak,
      share,
      quality,
      total,
      gained,
      sent,
      weight,
      at: now,
      stop,
    } = local;
    const point = [
      f64.store(share.get, 0, f64.div(sent.get, total.get)),
      f64.store(quality.get, 0, f64.div(gained.get, total.get)),
    ];
    return [
      now.set(weights.get),
      whileBelow(now.get, weightsEnd.get, [
        weight.set(f64.load(now.get, 0)),
        total.set(f64.add(total.get, weight.get)),
        gained.set(f64.add(gained.get, f64.mul(weight.get, f64.load(weak.get, 0)))),
        forward(now, BYTES),
        forward(weak, BYTES),
      ]),
      // Nothing is sent at first, whatever the weights come to.
      f64.store(share.get, 0, f64.const(0)),
      f64.store(quality.get, 0, f64.div(gained.get, total.get)),
      now.set(order.get),
      whileBelow(ends.get, endsEnd.get, [
        forward(share, BYTES),
        forward(quality, BYTES),
        stop.set(placeOf(order.get, indexAt(ends.get), INDEX)),
        whileBelow(now.get, stop.get, [
          weight.set(f64.load(placeOf(weights.get, indexAt(now.get), BYTES), 0)),
          sent.set(f64.add(sent.get, weight.get)),
          gained.set(f64.add(gained.get, f64.mul(weight.get, f64.load(gain.get, 0)))),
          forward(now, INDEX),
          forward(gain, BYTES),
        ]),
        point,
        forward(ends, INDEX),
      ]),
    ];
  },
);

/** For each wanted number the last place of descending ones, from the second on, that is at least as large; 0 where none is. */
const lookUp = func(
  'lookUp',
  ['thresholds', 'length', 'wanted', 'end', 'places'],
  { low: 'i32', high: 'i32', middle: 'i32', one: 'f64' },
  ({ thresholds, length, wanted, end, places, low, high, middle, one }) =>
    whileBelow(wanted.get, end.get, [
      one.set(f64.load(wanted.get, 0)),
      low.set(i32.const(1)),
      high.set(length.get),
      whileBelow(low.get, high.get, [
        middle.set(i32.shr(i32.add(low.get, high.get), 1)),
        either(
          f64.atLeast(at(thresholds.get, middle.get), one.get),
          low.set(i32.add(middle.get, i32.const(1))),
          high.set(middle.get),
        ),
      ]),
      i32.store(places.get, 0, i32.sub(low.get, i32.const(1))),
      forward(wanted, BYTES),
      forward(places, INDEX),
    ]),
);

/** The module behind src/stats/curve-kernel.ts. */
export function kernelBytes() {
  return moduleOf([range, sort, mend, way, along, lookUp]);
}
