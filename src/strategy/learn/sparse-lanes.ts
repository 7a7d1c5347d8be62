import { type KernelExports, kernelOf, reserve } from '../../domain/kernel.js';
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

/** Sparse rows in a kernel's memory, and arrays of `LANES` numbers beside them. A place behind the last column is every vector's intercept. */
export interface SparseLanes<C extends string, R extends string, L extends string> {
  readonly kernel: SparseKernel;
  /** Address of an array. */
  readonly at: Readonly<Record<C | R | L, number>>;
  readonly of: Readonly<Record<C | R | L, Float64Array>>;
  /** Bytes of a vector by column without its intercept; of one by row. */
  readonly columnBytes: number;
  readonly rowBytes: number;
  /** One pass over the rows, between a vector by row and one by column; `hessian` reads the first vector by column. */
  pass(name: PassName, rows: R, columns: C, lanes?: number): void;
}

/**
 * Null where the host can't.
 *
 * @param columns names of vectors by column
 * @param rows names of vectors by row
 * @param numbers names of other numbers, and how many
 */
export function sparseLanes<C extends string, R extends string, L extends string>(
  matrix: EntryRows,
  columns: readonly [C, ...C[]],
  rows: readonly R[],
  numbers: Readonly<Record<L, number>>,
): SparseLanes<C, R, L> | null {
  const { size, width, offsets, index, value } = matrix;
  const lengthOf = new Map<C | R | L | Own, number>([
    ...columns.map((name) => [name, (width + 1) * LANES] as const),
    ...rows.map((name) => [name, size * LANES] as const),
    ...(Object.entries(numbers) as [L, number][]),
    ['entryValues', index.length],
    ['entryPlaces', index.length / 2],
    ['rowEnds', size / 2],
  ]);
  const lengths = Object.fromEntries(lengthOf) as Record<C | R | L | Own, number>;
  const { at, bytes } = laidOut(lengths);
  const kernel = bytes > MOST_BYTES ? null : kernelOf<SparseKernel>(SPARSE_KERNEL);
  if (kernel === null) return null;
  reserve(kernel, bytes);
  const { buffer } = kernel.memory;
  const first = at[columns[0]];
  new Float64Array(buffer, at.entryValues, index.length).set(value);
  const places = new Uint32Array(buffer, at.entryPlaces, index.length);
  for (let i = 0; i < index.length; i++) places[i] = first + (index[i] as number) * LANES * 8;
  const ends = new Uint32Array(buffer, at.rowEnds, size);
  for (let row = 0; row < size; row++) ends[row] = at.entryPlaces + 4 * (offsets[row + 1] as number);
  const named = [...columns, ...rows, ...(Object.keys(numbers) as L[])].map((name) => [
    name,
    new Float64Array(buffer, at[name], lengths[name]),
  ]);
  const columnBytes = width * LANES * 8;
  return {
    kernel,
    at,
    of: Object.fromEntries(named),
    columnBytes,
    rowBytes: size * LANES * 8,
    pass(name, row, column, used = LANES) {
      const run = name === 'hessian' ? kernel[`hessian${evenOf(used)}`] : kernel[name];
      run(at.rowEnds, at.rowEnds + 4 * size, at.entryPlaces, at.entryValues, first + columnBytes, at[row], at[column] - first);
    },
  };
}

type Own = 'entryValues' | 'entryPlaces' | 'rowEnds';

/** Lanes go in pairs. */
function evenOf(lanes: number): 2 | 4 | 6 | 8 | 10 | 12 {
  return (lanes + (lanes % 2)) as 2 | 4 | 6 | 8 | 10 | 12;
}
