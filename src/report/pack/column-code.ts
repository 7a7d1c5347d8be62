/**
 * How a column of numbers is written: whole numbers `stored × times ÷ over`, else doubles; by byte planes (all lowest bytes
 * first), because alike bytes side by side compress well. Exact either way: what is read is what was written, to the bit.
 */
export interface ColumnCode {
  readonly kind: 'whole' | 'double';
  /** Where its planes begin among the columns' bytes, and how many there are, each of one byte a value. */
  readonly at: number;
  readonly planes: number;
  readonly times: number;
  readonly over: number;
  /** Stored values are one higher, 0 being not known (NaN). */
  readonly gaps: boolean;
}

/** What times to try to make whole numbers of: units, decimals of milliseconds, and the 2⁻³⁰ that qualities come in. */
const DIVISORS = [1, 10, 100, 1000, 2 ** 30] as const;
/** Seven planes hold any whole number that a double holds. */
const MOST = 2 ** 53 - 2;

export interface CodedBytes {
  readonly code: Omit<ColumnCode, 'at'>;
  readonly bytes: Uint8Array;
}

const FOUR_BYTES = 2 ** 32;

/** Codes a column; NaN is a value that is not known. */
export function encodeColumn(values: ArrayLike<number>): CodedBytes {
  for (const over of DIVISORS) {
    const coded = asWhole(values, over);
    if (coded !== null) return coded;
  }
  return asDoubles(values);
}

/** The column's values; `bytes` are those of all columns. */
export function decodeColumn(code: ColumnCode, bytes: Uint8Array, size: number): Float64Array {
  if (code.kind === 'double') {
    const raw = new Uint8Array(8 * size);
    for (let plane = 0; plane < 8; plane++)
      for (let i = 0; i < size; i++) raw[8 * i + plane] = bytes[code.at + plane * size + i] as number;
    const view = new DataView(raw.buffer);
    return Float64Array.from({ length: size }, (_, i) => view.getFloat64(8 * i, true));
  }
  const values = new Float64Array(size);
  for (let plane = code.planes - 1; plane >= 0; plane--)
    for (let i = 0; i < size; i++) values[i] = (values[i] as number) * 256 + (bytes[code.at + plane * size + i] as number);
  const lift = code.gaps ? 1 : 0;
  return values.map((stored) => (stored < lift ? Number.NaN : ((stored - lift) * code.times) / code.over));
}

/** Null where some value is not a whole number of the divisor's parts, or would not come back as it was. */
function asWhole(values: ArrayLike<number>, over: number): CodedBytes | null {
  let gaps = false;
  let times = 0;
  let most = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (Number.isNaN(value)) {
      gaps = true;
      continue;
    }
    const whole = Math.round(value * over);
    if (!(value >= 0) || Object.is(value, -0) || whole > MOST || whole / over !== value) return null;
    if (times !== 1) times = greatestDivisor(times, whole);
    most = Math.max(most, whole);
  }
  times = Math.max(1, times);
  const lift = gaps ? 1 : 0;
  const planes = planesFor(most / times + lift);
  const size = values.length;
  const bytes = new Uint8Array(planes * size);
  for (let i = 0; i < size; i++) {
    const value = values[i] as number;
    const stored = Number.isNaN(value) ? 0 : Math.round(value * over) / times + lift;
    // Four bytes at a time: beyond them numbers are no integers to a processor.
    const high = Math.floor(stored / FOUR_BYTES);
    let rest = stored - high * FOUR_BYTES;
    for (let plane = 0; plane < planes; plane++) {
      if (plane === 4) rest = high;
      bytes[plane * size + i] = rest & 255;
      rest >>>= 8;
    }
  }
  return { code: { kind: 'whole', planes, times, over, gaps }, bytes };
}

function asDoubles(values: ArrayLike<number>): CodedBytes {
  const size = values.length;
  const view = new DataView(new ArrayBuffer(8));
  const bytes = new Uint8Array(8 * size);
  for (let i = 0; i < size; i++) {
    view.setFloat64(0, values[i] as number, true);
    for (let plane = 0; plane < 8; plane++) bytes[plane * size + i] = view.getUint8(plane);
  }
  return { code: { kind: 'double', planes: 8, times: 1, over: 1, gaps: false }, bytes };
}

function planesFor(most: number): number {
  let planes = 0;
  for (let rest = most; rest >= 1; rest = Math.floor(rest / 256)) planes++;
  return planes;
}

function greatestDivisor(a: number, b: number): number {
  let x = a;
  let y = b;
  while (y !== 0) {
    const rest = x % y;
    x = y;
    y = rest;
  }
  return x;
}
