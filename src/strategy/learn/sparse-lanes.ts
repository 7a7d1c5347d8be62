import { type KernelExports, kernelWith } from '../../domain/kernel.js';
import { SPARSE_KERNEL } from '../../stats/asset/sparse-kernel.js';
import { laidOut } from './laid-out.js';

type Pass = (
  ends: number,
  lastEnd: number,
  places: number,
  values: number,
  intercept: number,
  rows: number,
  offset: number,
) => void;
/** Addresses of vectors, where the first ends, and of numbers by lane. */
type Walk = (...addresses: readonly number[]) => void;

interface SparseKernel extends KernelExports {
  readonly hessian2: Pass;
  readonly hessian4: Pass;
  readonly hessian6: Pass;
  readonly hessian8: Pass;
  readonly hessian10: Pass;
  readonly hessian12: Pass;
  readonly times: Pass;
  readonly transposedTimes: Pass;
  readonly squaredTimes: Pass;
  readonly addTimes: Walk;
  readonly dots: Walk;
  readonly begin: Walk;
  readonly bend: Walk;
  readonly advance: Walk;
  readonly turn: Walk;
  readonly along: Walk;
  readonly without: Walk;
  readonly squaredTrial: Walk;
  readonly logTrial: Walk;
}

/** Vectors side by side: a column, or row, has so many numbers, one of each lane. */
export const LANES = 12;
/** Addresses have 32 bits; beyond half of them plain loops do. */
const MOST_BYTES = 2 ** 31;

/** Sparse rows: row i has the entries `offsets[i] .. offsets[i + 1]`, their column and value. */
export interface EntryRows {
  readonly size: number;
  readonly width: number;
  readonly offsets: Uint32Array;
  readonly index: ArrayLike<number>;
  readonly value: Float64Array;
}

type PassName = 'times' | 'transposedTimes' | 'squaredTimes' | 'hessian';

/** Sparse rows in a kernel's memory, and arrays of numbers beside them. A place behind the last column is every vector's intercept. */
export interface SparseLanes<N extends string> {
  readonly kernel: SparseKernel;
  /** Address of an array. */
  readonly at: Readonly<Record<N, number>>;
  readonly of: Readonly<Record<N, Float64Array>>;
  /** Bytes of `LANES` vectors by column without their intercepts; of such by row. */
  readonly columnBytes: number;
  readonly rowBytes: number;
  /** One pass over the rows, between vectors by row and by column at some addresses; `hessian` reads the very first array. */
  pass(name: PassName, rows: number, columns: number, lanes?: number): void;
}

/**
 * Null where the host can't.
 *
 * @param lengths of arrays by name; the first is one of vectors by column
 */
export function sparseLanes<N extends string>(matrix: EntryRows, lengths: Readonly<Record<N, number>>): SparseLanes<N> | null {
  const { size, width, offsets, index, value } = matrix;
  const numbers = laidOut(lengths);
  const own = laidOut({ values: index.length, places: index.length / 2, ends: size / 2 });
  const [values, places, ends] = [own.at.values, own.at.places, own.at.ends].map((at) => numbers.bytes + at) as [
    number,
    number,
    number,
  ];
  const bytes = numbers.bytes + own.bytes;
  const kernel = bytes > MOST_BYTES ? null : kernelWith<SparseKernel>(SPARSE_KERNEL, bytes);
  if (kernel === null) return null;
  const { buffer } = kernel.memory;
  new Float64Array(buffer, values, index.length).set(value);
  const place = new Uint32Array(buffer, places, index.length);
  for (let i = 0; i < index.length; i++) place[i] = (index[i] as number) * LANES * 8;
  const end = new Uint32Array(buffer, ends, size);
  for (let row = 0; row < size; row++) end[row] = places + 4 * (offsets[row + 1] as number);
  const columnBytes = width * LANES * 8;
  const named = (Object.keys(lengths) as N[]).map((name) => [name, new Float64Array(buffer, numbers.at[name], lengths[name])]);
  return {
    kernel,
    at: numbers.at,
    of: Object.fromEntries(named),
    columnBytes,
    rowBytes: size * LANES * 8,
    pass(name, rows, columns, used = LANES) {
      const run = name === 'hessian' ? kernel[`hessian${evenOf(used)}`] : kernel[name];
      run(ends, ends + 4 * size, places, values, columnBytes, rows, columns);
    },
  };
}

/** Lanes go in pairs. */
function evenOf(lanes: number): 2 | 4 | 6 | 8 | 10 | 12 {
  return (lanes + (lanes % 2)) as 2 | 4 | 6 | 8 | 10 | 12;
}

/** The vector of a lane. */
export function laneOf(from: Float64Array, lane: number, length = from.length / LANES): Float64Array {
  const vector = new Float64Array(length);
  for (let i = 0, at = lane; i < length; i++, at += LANES) vector[i] = from[at] as number;
  return vector;
}

export function putLane(from: Float64Array, to: Float64Array, lane: number): void {
  for (let i = 0, at = lane; i < from.length; i++, at += LANES) to[at] = from[i] as number;
}

export function copyLane(from: Float64Array, lane: number, to: Float64Array, other: number): void {
  for (let i = 0; i < from.length; i += LANES) to[i + other] = from[i + lane] as number;
}
