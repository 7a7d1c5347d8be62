import type { Json } from '../../../domain/json.js';
import { UserError } from '../../../domain/user-error.js';
import { readPythonLiteral } from './python-literal.js';

/** One array of NumPy, its values still to come. */
export interface NpyArray {
  /** e.g. `<f8`, `|b1`, `<U12`. */
  readonly dtype: string;
  readonly shape: readonly number[];
  /** The values in C order, row by row (a row is one value of a one-dimensional array). Can be read once. */
  readonly rows: AsyncIterable<readonly (number | string)[]>;
  /** Lets go of an array whose rows are not wanted. */
  close(): Promise<void>;
}

/** Where an array comes from, for messages. */
export interface NpyPlace {
  readonly file: string;
  readonly field: string;
}

const MAGIC = Buffer.from('\x93NUMPY', 'latin1');

/**
 * Opens an array as `numpy.save` writes it: numbers (floats of 32 and 64 bits, integers, booleans) and texts (`U`, `S`) in C
 * order, one or two dimensions. Throws UserError for anything else, and where the values end too early.
 * Format: numpy.org/doc/stable/reference/generated/numpy.lib.format.html, versions 1 to 3.
 */
export async function openNpy(bytes: AsyncIterable<Buffer>, place: NpyPlace): Promise<NpyArray> {
  const source = byteSource(bytes);
  const start = await source.take(10);
  const version = start?.[6] ?? 0;
  if (start === undefined || !start.subarray(0, 6).equals(MAGIC) || version < 1 || version > 3) {
    throw fault(place, 'is no NumPy array', 'what numpy.save or numpy.savez writes');
  }
  const rest = version === 1 ? Buffer.alloc(0) : await source.take(2);
  const length =
    version === 1 ? start.readUInt16LE(8) : Buffer.concat([start.subarray(8), rest ?? Buffer.alloc(2)]).readUInt32LE(0);
  const head = headOf((await source.take(length))?.toString(version === 3 ? 'utf8' : 'latin1'), place);
  const { dtype, shape } = head;
  const item = itemOf(dtype, place);
  if (shape.length < 1 || shape.length > 2) throw fault(place, `has ${shape.length} dimensions`, 'one or two');
  if (head.fortran && shape.length === 2) {
    throw fault(place, 'is in Fortran order', 'C order', 'export it with numpy.ascontiguousarray(…)');
  }
  return { dtype, shape, rows: rowsOf(source, item, shape, place), close: source.close };
}

interface Item {
  readonly bytes: number;
  read(buffer: Buffer, at: number): number | string;
}

const NUMBERS: Readonly<Record<string, Item>> = {
  '<f8': { bytes: 8, read: (buffer, at) => buffer.readDoubleLE(at) },
  '<f4': { bytes: 4, read: (buffer, at) => buffer.readFloatLE(at) },
  '|b1': { bytes: 1, read: (buffer, at) => (buffer[at] === 0 ? 0 : 1) },
  '|i1': { bytes: 1, read: (buffer, at) => buffer.readInt8(at) },
  '|u1': { bytes: 1, read: (buffer, at) => buffer.readUInt8(at) },
  '<i2': { bytes: 2, read: (buffer, at) => buffer.readInt16LE(at) },
  '<u2': { bytes: 2, read: (buffer, at) => buffer.readUInt16LE(at) },
  '<i4': { bytes: 4, read: (buffer, at) => buffer.readInt32LE(at) },
  '<u4': { bytes: 4, read: (buffer, at) => buffer.readUInt32LE(at) },
  '<i8': { bytes: 8, read: (buffer, at) => Number(buffer.readBigInt64LE(at)) },
  '<u8': { bytes: 8, read: (buffer, at) => Number(buffer.readBigUInt64LE(at)) },
};

const ACCEPTED = 'float32, float64, bool, int8 to int64, uint8 to uint64, texts (U, S); little endian';

function itemOf(dtype: string, place: NpyPlace): Item {
  const number = NUMBERS[dtype];
  if (number !== undefined) return number;
  const [, kind, size] = /^[<|](U|S)(\d+)$/.exec(dtype) ?? [];
  if (kind === 'U') return { bytes: 4 * Number(size), read: (buffer, at) => utf32(buffer, at, at + 4 * Number(size)) };
  if (kind === 'S') return { bytes: Number(size), read: (buffer, at) => padded(buffer.toString('utf8', at, at + Number(size))) };
  const hint = dtype.includes('O')
    ? 'objects are pickled, which only Python reads: export texts with .astype(str), numbers with .astype(float)'
    : 'convert it with .astype(float)';
  throw fault(place, `holds ${dtype}`, ACCEPTED, hint);
}

/** Code points of 32 bits; the zeros that fill an item up at its end are no characters. */
function utf32(buffer: Buffer, from: number, to: number): string {
  let text = '';
  for (let at = from; at < to; at += 4) {
    const point = buffer.readUInt32LE(at);
    text += point > 0x10ffff ? '\ufffd' : String.fromCodePoint(point);
  }
  return padded(text);
}

function padded(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 0) end--;
  return text.slice(0, end);
}

async function* rowsOf(
  source: ByteSource,
  item: Item,
  shape: readonly number[],
  place: NpyPlace,
): AsyncGenerator<readonly (number | string)[]> {
  const [count = 0, width = 1] = shape;
  try {
    for (let row = 0; row < count; row++) {
      const bytes = await source.take(width * item.bytes);
      if (bytes === undefined) throw fault(place, `ends in row ${row + 1} of ${count}`, 'a whole array');
      yield Array.from({ length: width }, (_, column) => item.read(bytes, column * item.bytes));
    }
    // An archive judges its checksum where its bytes end.
    if ((await source.take(1)) !== undefined) throw fault(place, 'has more values than its head says', 'a whole array');
  } finally {
    await source.close();
  }
}

interface Head {
  readonly dtype: string;
  readonly fortran: boolean;
  readonly shape: readonly number[];
}

function headOf(text: string | undefined, place: NpyPlace): Head {
  const read = readPythonLiteral(text ?? '');
  const head = 'value' in read ? (read.value as { readonly [key: string]: Json } | null) : null;
  const [dtype, shape] = [head?.['descr'], head?.['shape']];
  const isShape = Array.isArray(shape) && shape.every((size) => Number.isSafeInteger(size) && (size as number) >= 0);
  if (head === null || dtype === undefined || !isShape) throw fault(place, 'has no readable head', 'what numpy.save writes');
  if (typeof dtype !== 'string') throw fault(place, 'holds records', ACCEPTED);
  return { dtype, fortran: head['fortran_order'] === true, shape: shape as number[] };
}

interface ByteSource {
  /** Exactly that many bytes; undefined where they don't come. */
  take(length: number): Promise<Buffer | undefined>;
  close(): Promise<void>;
}

function byteSource(bytes: AsyncIterable<Buffer>): ByteSource {
  const chunks = bytes[Symbol.asyncIterator]();
  let rest: Buffer = Buffer.alloc(0);
  return {
    async take(length) {
      const parts: Buffer[] = [];
      let held = rest.length;
      if (held > 0) parts.push(rest);
      while (held < length) {
        const next = await chunks.next();
        if (next.done === true) return undefined;
        parts.push(next.value);
        held += next.value.length;
      }
      const all = parts.length === 1 ? (parts[0] ?? rest) : Buffer.concat(parts);
      rest = all.subarray(length);
      return all.subarray(0, length);
    },
    close: async () => void (await chunks.return?.(undefined)),
  };
}

function fault(place: NpyPlace, message: string, accepted: string, hint?: string): UserError {
  return new UserError({ ...place, message, accepted, ...(hint === undefined ? {} : { hint }) });
}
