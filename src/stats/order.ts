import { kernelOrder } from './curve-kernel.js';

/** Below this many values clearing the counters costs more than comparing does. */
const FEW = 500;

/** Runs of one key at most this long are sorted by putting each value where it belongs. */
const SHORT_RUN = 24;

/** Digits of a key, from the lowest: their counters stay in a core's first cache. */
const SHIFTS = [0, 11, 22] as const;
const DIGIT = 2 ** 11 - 1;

const MOST = 2 ** 32 - 1;

/**
 * Indices of values from the largest to the smallest; equal values (0 and −0 among them) keep their order. By radix over 32-bit keys that
 * spread the values' range evenly, digit after digit from the lowest, as every pass keeps the order of the one before (Knuth, TAOCP
 * vol. 3, 5.2.5); the few that share a key are told apart among themselves. Where the range is too wide to be spread, by comparing.
 *
 * @param values none of them NaN
 */
export function descendingOrder(values: Float64Array): Uint32Array {
  return values.length < FEW ? plainOrder(values) : (kernelOrder(values) ?? plainOrder(values));
}

/** The definition, which the module must agree with. */
export function plainOrder(values: Float64Array): Uint32Array {
  const keys = values.length < FEW ? null : spreadKeys(values);
  if (keys === null)
    return Uint32Array.from(values.keys()).sort((a, b) => (values[b] as number) - (values[a] as number) || a - b);
  const sorted = sortedByKey(keys);
  const { order } = sorted;
  for (let from = 0; from < order.length; ) {
    let to = from + 1;
    while (to < order.length && sorted.keys[to] === sorted.keys[from]) to++;
    if (to - from > 1) sortRun(order, from, to, values);
    from = to;
  }
  return order;
}

/** Keys that ascend as values descend: rounding keeps an order, if it doesn't tell all apart. Null where they can't be spread. */
function spreadKeys(values: Float64Array): Uint32Array | null {
  let least = values[0] as number;
  let most = least;
  for (let index = 1; index < values.length; index++) {
    const value = values[index] as number;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const keys = new Uint32Array(values.length);
  if (most === least) return keys;
  const perUnit = MOST / (most - least);
  if (!(perUnit > 0) || perUnit === Number.POSITIVE_INFINITY) return null;
  for (let index = 0; index < values.length; index++) keys[index] = (most - (values[index] as number)) * perUnit;
  return keys;
}

/** Keys in ascending order with their places, which keep their order where keys are the same. */
function sortedByKey(given: Uint32Array): { readonly keys: Uint32Array; readonly order: Uint32Array } {
  const starts = digitStarts(given);
  let keys = given;
  let nextKeys: Uint32Array = new Uint32Array(given.length);
  let order: Uint32Array = new Uint32Array(given.length);
  let nextOrder: Uint32Array = new Uint32Array(given.length);
  for (let index = 0; index < order.length; index++) order[index] = index;
  for (const [digit, shift] of SHIFTS.entries()) {
    const places = starts[digit] as Uint32Array | null;
    if (places === null) continue;
    for (let index = 0; index < keys.length; index++) {
      const key = keys[index] as number;
      const place = (key >>> shift) & DIGIT;
      const to = places[place] as number;
      places[place] = to + 1;
      nextKeys[to] = key;
      nextOrder[to] = order[index] as number;
    }
    [keys, nextKeys] = [nextKeys, keys];
    [order, nextOrder] = [nextOrder, order];
  }
  return { keys, order };
}

/** By digit, where the keys with each of its values begin; null where all have the same. */
function digitStarts(keys: Uint32Array): (Uint32Array | null)[] {
  const counts = SHIFTS.map(() => new Uint32Array(DIGIT + 1));
  const [first, second, third] = counts as [Uint32Array, Uint32Array, Uint32Array];
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index] as number;
    add(first, key & DIGIT);
    add(second, (key >>> 11) & DIGIT);
    add(third, key >>> 22);
  }
  return counts.map((own) => {
    if (own.includes(keys.length)) return null;
    let at = 0;
    for (let digit = 0; digit < own.length; digit++) {
      const count = own[digit] as number;
      own[digit] = at;
      at += count;
    }
    return own;
  });
}

function add(counts: Uint32Array, digit: number): void {
  counts[digit] = (counts[digit] as number) + 1;
}

/** Puts indices of one key in order; those of equal values stay as they are. */
function sortRun(order: Uint32Array, from: number, to: number, values: Float64Array): void {
  const at = (place: number): number => values[order[place] as number] as number;
  let sorted = from + 1;
  while (sorted < to && at(sorted) <= at(sorted - 1)) sorted++;
  if (sorted === to) return;
  if (to - from > SHORT_RUN) {
    // A few far away have left little room for these: among themselves they are spread anew.
    const own = order.slice(from, to);
    const inner = plainOrder(Float64Array.from(own, (index) => values[index] as number));
    for (let place = 0; place < own.length; place++) order[from + place] = own[inner[place] as number] as number;
    return;
  }
  for (; sorted < to; sorted++) {
    const index = order[sorted] as number;
    let place = sorted;
    for (; place > from && at(place - 1) < (values[index] as number); place--) order[place] = order[place - 1] as number;
    order[place] = index;
  }
}
