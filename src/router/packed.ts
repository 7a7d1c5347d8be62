import { describe, objectAt, refuse, wholeAt, wordAt } from './check.js';

/** Integer types of packed arrays. */
export type PackedType = 'i8' | 'u8' | 'i16' | 'u16' | 'i32' | 'u32';

/** A typed array of integers as JSON carries it: little-endian bytes in base64 (RFC 4648, padded). */
export interface PackedArray {
  readonly type: PackedType;
  readonly length: number;
  readonly base64: string;
}

/** An array of one of the packed types. */
export type IntegerArray = Int8Array | Uint8Array | Int16Array | Uint16Array | Int32Array | Uint32Array;

const WIDTH: Readonly<Record<PackedType, number>> = { i8: 1, u8: 1, i16: 2, u16: 2, i32: 4, u32: 4 };
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Longest array a config may hold. */
const MOST_ITEMS = 2 ** 28;

/** @throws RangeError for a value that the type can't hold */
export function pack(type: PackedType, values: ArrayLike<number>): PackedArray {
  const width = WIDTH[type];
  const bits = width * 8;
  const signed = type.charAt(0) === 'i';
  const least = signed ? -(2 ** (bits - 1)) : 0;
  const most = signed ? 2 ** (bits - 1) - 1 : 2 ** bits - 1;
  const bytes = new Uint8Array(values.length * width);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (!Number.isInteger(value) || value < least || value > most) throw new RangeError(`${value} is no ${type}`);
    for (let k = 0; k < width; k++) bytes[i * width + k] = (value >> (8 * k)) & 255;
  }
  return { type, length: values.length, base64: base64Of(bytes) };
}

/** The array that was packed. The config is taken as checked. */
export function unpack({ type, length, base64 }: PackedArray): IntegerArray {
  const bytes = bytesOf(base64);
  const width = WIDTH[type];
  const values = arrayOf(type, length);
  for (let i = 0; i < length; i++) {
    let value = 0;
    for (let k = width - 1; k >= 0; k--) value = (value << 8) | (bytes[i * width + k] as number);
    // Storing wraps the 32 bits to the array's own type, sign included.
    values[i] = value;
  }
  return values;
}

/**
 * Checks a packed array of a type and length.
 *
 * @param length undefined where any length is accepted
 * @throws UserError naming the member and what is accepted
 */
export function packedAt(value: unknown, field: string, types: readonly PackedType[], length?: number): PackedArray {
  const packed = objectAt(value, field, ['type', 'length', 'base64']);
  const type = wordAt(packed['type'], `${field}.type`, types) as PackedType;
  const items = wholeAt(packed['length'], `${field}.length`, length ?? 0, length ?? MOST_ITEMS);
  const base64 = packed['base64'];
  if (typeof base64 !== 'string') throw refuse(`${field}.base64`, 'is not a text', { value: describe(base64) });
  const bytes = items * WIDTH[type];
  const letters = Math.ceil(bytes / 3) * 4;
  if (base64.length !== letters) {
    throw refuse(`${field}.base64`, 'has the wrong length', {
      value: `${base64.length} characters`,
      accepted: `${letters} characters for ${items} items of ${type}`,
    });
  }
  const padding = (3 - (bytes % 3)) % 3;
  for (let i = 0; i < letters; i++) {
    const letter = base64.charCodeAt(i);
    const fits = i < letters - padding ? VALUE_OF[letter & 127] !== NO_LETTER && letter < 128 : letter === 61;
    if (!fits) throw refuse(`${field}.base64`, 'is not base64', { value: `character ${i + 1}: ${describe(base64.charAt(i))}` });
  }
  if (padding > 0 && ((VALUE_OF[base64.charCodeAt(letters - padding - 1)] as number) & (padding === 2 ? 15 : 3)) !== 0)
    throw refuse(`${field}.base64`, 'is not base64', { value: 'bits beyond the last byte' });
  return value as PackedArray;
}

const NO_LETTER = 255;
const VALUE_OF = valueTable();

function valueTable(): Uint8Array {
  const table = new Uint8Array(128).fill(NO_LETTER);
  for (let i = 0; i < LETTERS.length; i++) table[LETTERS.charCodeAt(i)] = i;
  return table;
}

function base64Of(bytes: Uint8Array): string {
  const parts: string[] = [];
  const codes: number[] = [];
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const block =
      ((bytes[i] as number) << 16) | ((left > 1 ? (bytes[i + 1] as number) : 0) << 8) | (left > 2 ? (bytes[i + 2] as number) : 0);
    codes.push(LETTERS.charCodeAt(block >> 18), LETTERS.charCodeAt((block >> 12) & 63));
    codes.push(left > 1 ? LETTERS.charCodeAt((block >> 6) & 63) : 61, left > 2 ? LETTERS.charCodeAt(block & 63) : 61);
    if (codes.length < 4096) continue;
    parts.push(String.fromCharCode(...codes));
    codes.length = 0;
  }
  parts.push(String.fromCharCode(...codes));
  return parts.join('');
}

function bytesOf(base64: string): Uint8Array {
  const size = base64.length;
  const padding = size > 0 && base64.charCodeAt(size - 1) === 61 ? (base64.charCodeAt(size - 2) === 61 ? 2 : 1) : 0;
  const bytes = new Uint8Array((size / 4) * 3 - padding);
  for (let i = 0, at = 0; i < size; i += 4, at += 3) {
    const block =
      (letter(base64, i) << 18) | (letter(base64, i + 1) << 12) | (letter(base64, i + 2) << 6) | letter(base64, i + 3);
    bytes[at] = block >> 16;
    bytes[at + 1] = (block >> 8) & 255;
    bytes[at + 2] = block & 255;
  }
  return bytes;
}

/** Padding counts as zero bits; writes past the end of the bytes are dropped by the typed array. */
function letter(base64: string, index: number): number {
  return (VALUE_OF[base64.charCodeAt(index)] as number) & 63;
}

function arrayOf(type: PackedType, length: number): IntegerArray {
  switch (type) {
    case 'i8':
      return new Int8Array(length);
    case 'u8':
      return new Uint8Array(length);
    case 'i16':
      return new Int16Array(length);
    case 'u16':
      return new Uint16Array(length);
    case 'i32':
      return new Int32Array(length);
    case 'u32':
      return new Uint32Array(length);
  }
}
