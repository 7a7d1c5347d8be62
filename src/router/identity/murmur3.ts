import { utf8 } from './utf8.js';

/**
 * MurmurHash3 x86_32 (Austin Appleby, public domain) over the UTF-8 bytes of a text: the named hash of split and
 * stickiness.
 *
 * @returns an unsigned 32-bit integer
 * @example murmur3('hello', 0) // 613153351
 */
export function murmur3(text: string, seed: number): number {
  const bytes = utf8(text);
  return murmur3Bytes(bytes, 0, bytes.length, seed);
}

/** The same over the bytes `from` to `to` (excluded) of a buffer. */
export function murmur3Bytes(bytes: Uint8Array, from: number, to: number, seed: number): number {
  const whole = from + ((to - from) & ~3);
  let h = seed | 0;
  for (let i = from; i < whole; i += 4) {
    h ^= scramble(byte(bytes, i) | (byte(bytes, i + 1) << 8) | (byte(bytes, i + 2) << 16) | (byte(bytes, i + 3) << 24));
    h = (h << 13) | (h >>> 19);
    h = (Math.imul(h, 5) + 0xe6546b64) | 0;
  }
  let tail = 0;
  for (let i = to - 1; i >= whole; i--) tail = (tail << 8) | byte(bytes, i);
  if (to > whole) h ^= scramble(tail);
  h ^= to - from;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}

function scramble(block: number): number {
  const k = Math.imul(block, 0xcc9e2d51);
  return Math.imul((k << 15) | (k >>> 17), 0x1b873593);
}

function byte(bytes: Uint8Array, index: number): number {
  return bytes[index] as number;
}
