import { murmur3Bytes } from '../../router/identity/murmur3.js';
import { utf8 } from '../../router/identity/utf8.js';

const TWO_32 = 2 ** 32;

/** A number below 2⁵³ that stands for a name; its lower half is the key that groups are resampled by. */
export function nameNumber(name: string): number {
  const bytes = utf8(name);
  return (murmur3Bytes(bytes, 0, bytes.length, 1) & 0x1fffff) * TWO_32 + murmur3Bytes(bytes, 0, bytes.length, 0);
}

/** The 32-bit key in it. */
export function keyOf(number: number): number {
  return number % TWO_32;
}
