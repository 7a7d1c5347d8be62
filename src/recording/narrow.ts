import type { NumberArray } from '../domain/number-array.js';

/** Numbers held as the narrowest kind that holds each of them exactly; one number where all are the same. */
export type Narrow = number | NumberArray;

/** What is known of numbers once each was looked at. */
interface Seen {
  readonly areSame: boolean;
  readonly areWhole: boolean;
  readonly areSingle: boolean;
  readonly least: number;
  readonly greatest: number;
}

/** A copy of `count` numbers, each `step` after the one before. NaN and −0 stay what they are. */
export function narrow(numbers: Float64Array, from: number, step: number, count: number): Narrow {
  const seen = look(numbers, from, step, count);
  if (seen.areSame && count > 0) return numbers[from] as number;
  const held = emptyFor(seen, count);
  for (let i = 0; i < count; i++) held[i] = numbers[from + i * step] as number;
  return held;
}

/** Whether single precision holds what `narrow` made exactly. */
export function isSingle(held: Narrow): boolean {
  if (typeof held === 'number') return Object.is(Math.fround(held), held);
  return !(held instanceof Float64Array || held instanceof Int32Array);
}

function look(numbers: Float64Array, from: number, step: number, count: number): Seen {
  const first = numbers[from] as number;
  let areSame = true;
  let areWhole = true;
  let areSingle = true;
  let least = Number.POSITIVE_INFINITY;
  let greatest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < count; i++) {
    const number = numbers[from + i * step] as number;
    if (areSame && !Object.is(number, first)) areSame = false;
    if (number < least) least = number;
    if (number > greatest) greatest = number;
    // No kind of whole numbers has a −0; NaN is its own nearest in single precision, though not equal to itself.
    if (areWhole && (number !== Math.floor(number) || Object.is(number, -0))) areWhole = false;
    if (areSingle && !Object.is(Math.fround(number), number)) areSingle = false;
  }
  return { areSame, areWhole, areSingle, least, greatest };
}

function emptyFor({ areWhole, areSingle, least, greatest }: Seen, count: number): NumberArray {
  const fits = (bits: number): boolean => areWhole && least >= -(2 ** (bits - 1)) && greatest < 2 ** (bits - 1);
  if (fits(8)) return new Int8Array(count);
  if (fits(16)) return new Int16Array(count);
  if (areSingle) return new Float32Array(count);
  return fits(32) ? new Int32Array(count) : new Float64Array(count);
}
