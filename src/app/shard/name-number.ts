import { murmur3 } from '../../router/identity/murmur3.js';

const TWO_32 = 2 ** 32;

/** A number below 2⁵³ that stands for a name; its lower half is the key that groups are resampled by. */
export function nameNumber(name: string): number {
  return (murmur3(name, 1) & 0x1fffff) * TWO_32 + murmur3(name, 0);
}

/** The 32-bit key in it. */
export function keyOf(number: number): number {
  return number % TWO_32;
}
