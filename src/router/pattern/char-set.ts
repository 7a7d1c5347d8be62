import type { Ranges } from './syntax.js';

/** A set of code points, laid out for asking: one byte a point below 128, ranges above. */
export interface CharSet {
  readonly ascii: Uint8Array;
  /** Bounds in pairs, both included, ascending. */
  readonly beyond: Int32Array;
}

/** Lays out ascending ranges. */
export function charSet(ranges: Ranges): CharSet {
  const ascii = new Uint8Array(128);
  const beyond: number[] = [];
  for (const [low, high] of ranges) {
    for (let point = low; point <= high && point < 128; point++) ascii[point] = 1;
    if (high >= 128) beyond.push(Math.max(low, 128), high);
  }
  return { ascii, beyond: Int32Array.from(beyond) };
}

/** Whether the set holds a code point; -1 (no character there) is in no set. */
export function setHas(set: CharSet, point: number): boolean {
  if (point < 128) return point >= 0 && set.ascii[point] === 1;
  const { beyond } = set;
  for (let i = 0; i < beyond.length; i += 2) if (point <= (beyond[i + 1] as number)) return point >= (beyond[i] as number);
  return false;
}
