/** What is known of a column beforehand: its sums are 0, unknown, exact in any order (small integers), or a matter of order. */
export type ColumnKind = 'zero' | 'unknown' | 'small' | 'any';

/** Integers up to this, times weights up to 12, stay exact in 32 bits over a block of 4,096. */
const MOST_SMALL = 32_767;

/** Looks at every value once. A column with a NaN has no known total, whatever it is weighted with. */
export function columnKind(values: Float64Array): ColumnKind {
  let zero = true;
  let small = true;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value === 0) continue;
    if (Number.isNaN(value)) return 'unknown';
    zero = false;
    if (small && (Math.trunc(value) !== value || value > MOST_SMALL || value < -MOST_SMALL)) small = false;
  }
  return zero ? 'zero' : small ? 'small' : 'any';
}

/** Columns without repetition: many arms do the same, and say it in several quantities. */
export interface DistinctColumns {
  readonly columns: readonly Float64Array[];
  /** Place among them of every column that was given. */
  readonly placeOf: Uint32Array;
}

/** Finds the columns that hold the same bits. */
export function distinctColumns(given: readonly Float64Array[]): DistinctColumns {
  const columns: Float64Array[] = [];
  const bySum = new Map<number, number[]>();
  const placeOf = Uint32Array.from(given, (column) => {
    const sum = checksum(column);
    const alike = bySum.get(sum) ?? [];
    bySum.set(sum, alike);
    const known = alike.find((place) => sameBits(columns[place] as Float64Array, column));
    if (known !== undefined) return known;
    alike.push(columns.length);
    return columns.push(column) - 1;
  });
  return { columns, placeOf };
}

/** Words that a checksum looks at: it only says which columns are worth comparing. */
const LOOKED_AT = 2048;

function checksum(column: Float64Array): number {
  const words = wordsOf(column);
  const step = Math.ceil(words.length / LOOKED_AT) | 1;
  let sum = words.length;
  for (let i = 0; i < words.length; i += step) sum = (Math.imul(sum, 0x01000193) ^ (words[i] as number)) | 0;
  return sum;
}

function sameBits(one: Float64Array, other: Float64Array): boolean {
  if (one === other) return true;
  const [left, right] = [wordsOf(one), wordsOf(other)];
  if (left.length !== right.length) return false;
  for (let i = 0; i < left.length; i++) if (left[i] !== right[i]) return false;
  return true;
}

function wordsOf({ buffer, byteOffset, length }: Float64Array): Int32Array {
  return new Int32Array(buffer, byteOffset, 2 * length);
}
