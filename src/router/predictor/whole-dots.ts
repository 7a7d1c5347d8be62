import { type KernelExports, kernelOf, reserve } from '../../domain/kernel.js';
import { WHOLE_DOTS_KERNEL } from '../asset/whole-dots-kernel.js';
import type { SparseVector } from '../space/vector.js';

/** Rows of a block, and numbers of a row that the kernel takes at a time. */
const BLOCK = 64;
const NUMBERS = 8;
/** Numbers that are told of a block: each is the greatest of a quarter of its rows, or 0. */
const PEAKS = 4;
/** What a stored number of 8 bits may be, one of the vector in 16 bits, and a sum of products in 32. */
const MOST_STORED = 127;
const MOST_NUMBER = 2 ** 15 - 1;
const MOST_SUM = 2 ** 31 - 1;
/** Addresses have 32 bits; beyond this, entries are walked. */
const MOST_BYTES = 2 ** 30;

interface Kernel extends KernelExports {
  dots(vector: number, row: number, bytes: number, rows: number, end: number, found: number, peaks: number): void;
}

/** Rows with their entries: row i has the entries offsets[i] … offsets[i + 1] − 1. */
export interface EntryRows {
  readonly offsets: ArrayLike<number>;
  readonly columns: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/** Dot products of a vector with all rows. What they give is overwritten by the next call. */
export interface WholeDots {
  /** In the order of rows. */
  of(vector: SparseVector): Int32Array;
  /** Whether any row of the block that begins at a row has come to more than `least`, which is 0 or more. */
  anyAbove(row: number, least: number): boolean;
  readonly block: number;
}

/**
 * Dot products by WebAssembly SIMD, for rows of which most columns have a value: the sums of whole numbers that a walk over entries
 * gives. `longest` is the greatest length that a row or a vector has. Null where rows are too sparse or their numbers too great for it, and where the host can't.
 */
export function wholeDots(rows: EntryRows, columns: number, longest: number): WholeDots | null {
  const count = rows.offsets.length - 1;
  if (2 * rows.columns.length < count * columns || tooGreat(rows, longest)) return null;
  const row = NUMBERS * Math.ceil(columns / NUMBERS);
  const blocks = Math.ceil(count / BLOCK);
  const bytes = BLOCK * row;
  const first = 2 * row;
  const end = first + blocks * bytes;
  const last = end + 4 * blocks * BLOCK;
  const size = last + 4 * PEAKS * blocks;
  const kernel = count === 0 || size > MOST_BYTES ? null : kernelOf<Kernel>(WHOLE_DOTS_KERNEL);
  if (kernel === null) return null;
  reserve(kernel, size);
  const { buffer } = kernel.memory;
  const asked = new Int16Array(buffer, 0, columns);
  fill(new Int8Array(buffer, first, blocks * bytes), row, rows);
  const found = new Int32Array(buffer, end, count);
  const peaks = new Int32Array(buffer, last, PEAKS * blocks);
  return {
    block: BLOCK,
    of({ size: entries, index, value }) {
      asked.fill(0);
      for (let at = 0; at < entries; at++) asked[index[at] as number] = value[at] as number;
      kernel.dots(0, row, bytes, first, end, end, last);
      return found;
    },
    anyAbove(from, least) {
      const at = (from / BLOCK) * PEAKS;
      for (let peak = at; peak < at + PEAKS; peak++) if ((peaks[peak] as number) > least) return true;
      return false;
    },
  };
}

/** Whether a stored number, a vector's, or a sum of their products does not fit. */
function tooGreat({ values }: EntryRows, longest: number): boolean {
  if (longest > MOST_NUMBER || longest * longest > MOST_SUM) return true;
  for (let i = 0; i < values.length; i++) if (Math.abs(values[i] as number) > MOST_STORED) return true;
  return false;
}

function fill(to: Int8Array, width: number, { offsets, columns, values }: EntryRows): void {
  for (let row = 0; row + 1 < offsets.length; row++)
    for (let i = offsets[row] as number; i < (offsets[row + 1] as number); i++)
      to[row * width + (columns[i] as number)] = values[i] as number;
}
