import { type KernelExports, kernelOf, reserve } from '../domain/kernel.js';
import { DOTS_KERNEL } from './asset/dots-kernel.js';

/** Vectors that one call serves. */
export const EIGHT = 8;
/** Where the greatest of what was found stands, and the second greatest: behind all eight. */
export const GREATEST = 8;
export const SECOND = 9;
const FOUND = 10;

/** Dot products of single vectors with eight others at a time. Each is summed from 0 in the vectors' order. */
export interface EightDots {
  /** Single vectors, one after another. To be filled. */
  readonly vectors: Float64Array;
  /** Groups of eight: number d of the vector in place p of group g is at `(g * dimensions + d) * 8 + p`. To be filled. */
  readonly groups: Float64Array;
  /** What the last call found, by place in the group; then the greatest of the eight, and the second greatest. */
  readonly found: Float64Array;
  /** Multiplies a single vector with a group. */
  dots(vector: number, group: number): void;
}

/** Bytes of a line of a cache. */
const LINE = 64;
/** Addresses have 32 bits; beyond half of them plain loops do. */
const MOST_BYTES = 2 ** 31;

interface DotsKernel extends KernelExports {
  dots(vector: number, end: number, eight: number, found: number): void;
}

/** How many of what. */
interface Sizes {
  readonly dimensions: number;
  readonly vectors: number;
  readonly groups: number;
}

/** By WebAssembly SIMD where the host has it, else by plain loops: the same bits. */
export function eightDots(sizes: Sizes): EightDots {
  return simdDots(sizes) ?? plainDots(sizes);
}

/** Null where the host can't. */
export function simdDots({ dimensions, vectors, groups }: Sizes): EightDots | null {
  const kernel = kernelOf<DotsKernel>(DOTS_KERNEL);
  if (kernel === null) return null;
  const row = 8 * dimensions;
  const firstVector = 2 * LINE;
  const firstGroup = firstVector + LINE * Math.ceil((vectors * row) / LINE);
  const bytes = firstGroup + groups * EIGHT * row;
  if (bytes > MOST_BYTES) return null;
  reserve(kernel, bytes);
  const { buffer } = kernel.memory;
  return {
    vectors: new Float64Array(buffer, firstVector, vectors * dimensions),
    groups: new Float64Array(buffer, firstGroup, groups * EIGHT * dimensions),
    found: new Float64Array(buffer, 0, FOUND),
    dots(vector, group) {
      const at = firstVector + vector * row;
      kernel.dots(at, at + row, firstGroup + group * EIGHT * row, 0);
    },
  };
}

export function plainDots({ dimensions, vectors: size, groups: count }: Sizes): EightDots {
  const vectors = new Float64Array(size * dimensions);
  const groups = new Float64Array(count * EIGHT * dimensions);
  const found = new Float64Array(FOUND);
  return {
    vectors,
    groups,
    found,
    dots(vector, group) {
      found.fill(0);
      let at = group * EIGHT * dimensions;
      for (let d = vector * dimensions; d < (vector + 1) * dimensions; d++) {
        const own = vectors[d] as number;
        for (let place = 0; place < EIGHT; place++, at++) found[place] = (found[place] as number) + own * (groups[at] as number);
      }
      const falling = found.slice(0, EIGHT).sort().reverse();
      found[GREATEST] = falling[0] as number;
      found[SECOND] = falling[1] as number;
    },
  };
}

/** Puts a vector into a place of a group. */
export function placeInGroup(groups: Float64Array, vector: Float64Array, index: number): void {
  const dimensions = vector.length;
  const place = index % EIGHT;
  let at = (index - place) * dimensions + place;
  for (let d = 0; d < dimensions; d++, at += EIGHT) groups[at] = vector[d] as number;
}
