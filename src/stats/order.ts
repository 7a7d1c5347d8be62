/** Below this many values clearing the counters costs more than comparing does. */
const FEW = 2_000;

const DIGITS = 1 << 16;

/** Which of a double's two words holds its sign: as this machine orders bytes. */
const TOP = new Uint32Array(Float64Array.of(-0).buffer)[0] === 0 ? 1 : 0;

/**
 * Indices of values from the largest to the smallest; equal values (0 and −0 among them) keep their order. By radix, digit after
 * digit of 16 bits from the lowest, as every pass keeps the order of the one before (Knuth, TAOCP vol. 3, 5.2.5).
 *
 * @param values none of them NaN
 */
export function descendingOrder(values: Float64Array): Uint32Array {
  if (values.length < FEW)
    return Uint32Array.from(values.keys()).sort((a, b) => (values[b] as number) - (values[a] as number) || a - b);
  const { high, low } = descendingKeys(values);
  let order = Uint32Array.from(values.keys());
  let next = new Uint32Array(values.length);
  for (const [words, shift] of [
    [low, 0],
    [low, 16],
    [high, 0],
    [high, 16],
  ] as const) {
    const starts = digitStarts(words, shift);
    if (starts === null) continue;
    for (let i = 0; i < order.length; i++) {
      const index = order[i] as number;
      const digit = ((words[index] as number) >>> shift) & (DIGITS - 1);
      next[starts[digit] as number] = index;
      starts[digit] = (starts[digit] as number) + 1;
    }
    [order, next] = [next, order];
  }
  return order;
}

/**
 * The two halves of keys that ascend as values descend: an IEEE 754 double read as a signed integer ascends with its value
 * where it is positive, and descends where it is negative.
 */
function descendingKeys(values: Float64Array): { readonly high: Uint32Array; readonly low: Uint32Array } {
  const high = new Uint32Array(values.length);
  const low = new Uint32Array(values.length);
  // Adding 0 makes one zero of both.
  const bits = new Uint32Array(values.map((value) => value + 0).buffer);
  for (let index = 0; index < values.length; index++) {
    const top = bits[2 * index + TOP] as number;
    const bottom = bits[2 * index + 1 - TOP] as number;
    const negative = top >>> 31 === 1;
    high[index] = negative ? top : ~(top | 0x80000000);
    low[index] = negative ? bottom : ~bottom;
  }
  return { high, low };
}

/** Where each digit's indices begin; null where all have the same. */
function digitStarts(words: Uint32Array, shift: number): Uint32Array | null {
  const starts = new Uint32Array(DIGITS);
  for (let index = 0; index < words.length; index++) {
    const digit = ((words[index] as number) >>> shift) & (DIGITS - 1);
    starts[digit] = (starts[digit] as number) + 1;
  }
  const first = ((words[0] as number) >>> shift) & (DIGITS - 1);
  if (starts[first] === words.length) return null;
  let at = 0;
  for (let digit = 0; digit < DIGITS; digit++) {
    const count = starts[digit] as number;
    starts[digit] = at;
    at += count;
  }
  return starts;
}
