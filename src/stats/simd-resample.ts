import { type KernelExports, kernelOf, reserve } from '../domain/kernel.js';
import { RESAMPLE_KERNEL } from './asset/resample-kernel.js';
import { BLOCK } from './block.js';
import { hashRound, seededHash } from './hash.js';
import type { ResampleSpec } from './plain-resample.js';

/** Replicates whose weights are held at once; they and a column's block stay in a core's second cache. */
const REPLICATES = 16;
/** Replicates that one pass over a column serves. */
const TILE = 4;
/** Columns whose blocks and totals are held at once. */
const COLUMNS = 256;
/** Bytes from one replicate's weights to the next: no power of two, so that they don't meet in the same lines of a cache. */
const SMALL_STRIDE = 2 * BLOCK + 64;
const STRIDE = 8 * BLOCK + 64;

/** The module's exports (tools/bundle/wasm/resample-kernel.mjs). Every number is an address, or a count of bytes. */
interface Kernel extends KernelExports {
  draw(hashes: number, end: number, round: number, small: number, doubles: number): void;
  sums(weights: number, stride: number, values: number, end: number, tail: number, totals: number): void;
  smallSums(weights: number, stride: number, values: number, end: number, totals: number): void;
}

let known: Kernel | null | undefined;

/** One instance for all: what it holds is filled anew each time. */
function resampleKernel(): Kernel | null {
  known ??= kernelOf<Kernel>(RESAMPLE_KERNEL);
  return known;
}

/**
 * One array of totals a column, to the bits of `plainTotals`; null where the host can't.
 *
 * @param small whether each column holds small integers alone, see `columnKind`
 */
export function simdTotals(
  spec: ResampleSpec,
  columns: readonly Float64Array[],
  small: readonly boolean[],
): Float64Array[] | null {
  const kernel = resampleKernel();
  if (kernel === null) return null;
  const totals: Float64Array[] = [];
  for (let from = 0; from < columns.length; from += COLUMNS)
    totals.push(...batchTotals(kernel, spec, columns.slice(from, from + COLUMNS), small.slice(from, from + COLUMNS)));
  return totals;
}

/** The weights of single replicates; null where the host can't. */
export function simdDraws({ seed, groupKeys }: ResampleSpec): ((replicate: number, weights: Uint16Array) => void) | null {
  const kernel = resampleKernel();
  if (kernel === null) return null;
  const hashes = Uint32Array.from(groupKeys, (key) => seededHash(seed, key));
  return (replicate, weights) => {
    // What lies in the memory may be anybody's from one call to the next.
    for (let from = 0; from < hashes.length; from += BLOCK) {
      const size = Math.min(BLOCK, hashes.length - from);
      const at = layoutOf(0, 0);
      reserve(kernel, at.bytes);
      new Uint32Array(kernel.memory.buffer, at.hashes, size).set(hashes.subarray(from, from + size));
      kernel.draw(at.hashes, at.hashes + 4 * eights(size), hashRound(replicate), at.small, at.doubles);
      weights.set(new Uint16Array(kernel.memory.buffer, at.small, size), from);
    }
  };
}

/** Where things lie in the module's memory. */
interface Layout {
  readonly hashes: number;
  readonly small: number;
  readonly doubles: number;
  readonly totals: number;
  readonly values: number;
  readonly bytes: number;
  /** From one column's totals to the next. */
  readonly totalsStride: number;
}

function layoutOf(replicates: number, columns: number): Layout {
  const totalsStride = 8 * REPLICATES * Math.ceil(replicates / REPLICATES);
  const small = 4 * BLOCK;
  const doubles = small + REPLICATES * SMALL_STRIDE;
  const totals = doubles + REPLICATES * STRIDE;
  const values = totals + columns * totalsStride;
  return { hashes: 0, small, doubles, totals, values, bytes: values + columns * 8 * BLOCK, totalsStride };
}

function batchTotals(
  kernel: Kernel,
  { seed, replicates, first: number = 0, groupKeys }: ResampleSpec,
  columns: readonly Float64Array[],
  small: readonly boolean[],
): Float64Array[] {
  const at = layoutOf(replicates, columns.length);
  reserve(kernel, at.bytes);
  const { buffer } = kernel.memory;
  const hashes = new Uint32Array(buffer, at.hashes, BLOCK);
  new Uint8Array(buffer, at.totals, columns.length * at.totalsStride).fill(0);
  for (let from = 0; from < groupKeys.length; from += BLOCK) {
    const size = Math.min(BLOCK, groupKeys.length - from);
    for (let i = 0; i < size; i++) hashes[i] = seededHash(seed, groupKeys[from + i] as number);
    columns.forEach((column, index) => {
      placeValues(buffer, at.values + index * 8 * BLOCK, column.subarray(from, from + size), small[index] as boolean);
    });
    for (let first = 0; first < replicates; first += REPLICATES) addTile(kernel, at, { size, first, number, replicates, small });
  }
  return columns.map((_, index) => new Float64Array(buffer, at.totals + index * at.totalsStride, replicates).slice());
}

/** Small integers are laid out by eights, the last of them filled up with zeros. */
function placeValues(buffer: ArrayBuffer, at: number, values: Float64Array, small: boolean): void {
  if (small) new Int16Array(buffer, at, eights(values.length)).fill(0, values.length).set(values);
  else new Float64Array(buffer, at, values.length).set(values);
}

function eights(size: number): number {
  return 8 * Math.ceil(size / 8);
}

interface Tile {
  readonly size: number;
  readonly first: number;
  /** Number of the whole's first replicate. */
  readonly number: number;
  readonly replicates: number;
  readonly small: readonly boolean[];
}

/** Draws some replicates' weights of a block and adds every column's sums. Totals beyond the last replicate are room left over. */
function addTile(kernel: Kernel, at: Layout, { size, first, number, replicates, small }: Tile): void {
  const count = TILE * Math.ceil(Math.min(REPLICATES, replicates - first) / TILE);
  for (let r = 0; r < count; r++) {
    const [to, doubles] = [at.small + r * SMALL_STRIDE, at.doubles + r * STRIDE];
    kernel.draw(at.hashes, at.hashes + 4 * eights(size), hashRound(number + first + r), to, doubles);
  }
  small.forEach((isSmall, column) => {
    const values = at.values + column * 8 * BLOCK;
    for (let r = 0; r < count; r += TILE) {
      const totals = at.totals + column * at.totalsStride + 8 * (first + r);
      if (isSmall) kernel.smallSums(at.small + r * SMALL_STRIDE, SMALL_STRIDE, values, values + 2 * eights(size), totals);
      else kernel.sums(at.doubles + r * STRIDE, STRIDE, values, values + 8 * (size - (size % 4)), values + 8 * size, totals);
    }
  });
}
