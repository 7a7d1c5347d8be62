import { refuse, wholeAt } from '../check.js';
import type { InputSpec } from '../config.js';
import { packedAt, unpack } from '../packed.js';
import type { RequestBatch } from '../router.js';
import type { SpaceConfig } from '../space/config.js';
import { compileSpace, spaceColumns, spaceNorm } from '../space/index.js';
import type { SparseVector } from '../space/vector.js';
import type { StoredRequests } from './config.js';
import { type Nearest, offer } from './nearest.js';
import { type EntryRows, type WholeDots, wholeDots } from './whole-dots.js';

const MOST_EXAMPLES = 2 ** 22;

/** A similarity of 1. */
export const SIMILARITY_ONE = 2 ** 18;

/** Fills a heap with the stored requests that are most like a row, and their dot products with it, all above 0. */
export function compileNearest(
  config: StoredRequests,
  input: InputSpec,
): (batch: RequestBatch) => (row: number, heap: Nearest) => void {
  const read = compileSpace(config.space, input);
  const dots = compileDots(config);
  return (batch) => {
    const vectorAt = read(batch);
    return (row, heap) => {
      heap.size = 0;
      keepGreatest(dots.of(vectorAt(row)), dots, heap);
    };
  };
}

/** How dot products come about: all at once where most columns have a value, else by their entries. */
function compileDots({ space, ...stored }: StoredRequests): Dots {
  const rows = { offsets: unpack(stored.offsets), columns: unpack(stored.columns), values: unpack(stored.values) };
  const columns = spaceColumns(space);
  return wholeDots(rows, columns, spaceNorm(space)) ?? { of: entryDots(rows, columns) };
}

/** The dot products of a vector with every stored request, and maybe which blocks of them have none above a number. */
interface Dots extends Partial<Omit<WholeDots, 'of'>> {
  of(vector: SparseVector): ArrayLike<number>;
}

/** Those above 0. Once the heap is full nothing at its least comes in: of equals the earlier one counts. */
function keepGreatest(dots: ArrayLike<number>, { block = dots.length, anyAbove }: Dots, heap: Nearest): void {
  let least = 0;
  for (let from = 0; from < dots.length; from += block) {
    if (anyAbove !== undefined && !anyAbove(from, least)) continue;
    const to = Math.min(from + block, dots.length);
    for (let example = from; example < to; example++) {
      const dot = dots[example] as number;
      if (dot <= least) continue;
      offer(heap, example, dot);
      if (heap.size === heap.index.length) least = heap.value[0] as number;
    }
  }
}

/** By columns: only stored requests that share one are touched. */
export function entryDots(rows: EntryRows, columns: number): (vector: SparseVector) => ArrayLike<number> {
  const postings = invert(rows, columns);
  const dots = new Float64Array(rows.offsets.length - 1);
  return (vector) => {
    dots.fill(0);
    for (let at = 0; at < vector.size; at++) {
      const column = vector.index[at] as number;
      const own = vector.value[at] as number;
      const to = postings.offsets[column + 1] as number;
      for (let i = postings.offsets[column] as number; i < to; i++) {
        const example = postings.examples[i] as number;
        dots[example] = (dots[example] as number) + own * (postings.values[i] as number);
      }
    }
    return dots;
  };
}

/** What dot products are divided by: the longest possible rows come to a similarity of at most 2¹⁸. */
export function similarityDivisor(space: SpaceConfig, valueShift: number): number {
  const longest = spaceNorm(space);
  let divisor = 1;
  while (longest * longest > SIMILARITY_ONE * divisor) divisor *= 2;
  for (let i = 0; i < valueShift && divisor > 1; i++) divisor /= 2;
  return divisor;
}

/** By column: which stored requests have it, and how much. */
interface Postings {
  readonly offsets: Uint32Array;
  readonly examples: Uint32Array;
  readonly values: Int32Array;
}

function invert({ offsets: starts, columns: column, values: value }: EntryRows, size: number): Postings {
  const counts = new Uint32Array(size + 1);
  for (let i = 0; i < column.length; i++) counts[(column[i] as number) + 1] = (counts[(column[i] as number) + 1] as number) + 1;
  for (let i = 0; i < size; i++) counts[i + 1] = (counts[i + 1] as number) + (counts[i] as number);
  const next = counts.slice();
  const examples = new Uint32Array(column.length);
  const sorted = new Int32Array(column.length);
  for (let example = 0; example + 1 < starts.length; example++) {
    for (let i = starts[example] as number; i < (starts[example + 1] as number); i++) {
      const at = next[column[i] as number] as number;
      next[column[i] as number] = at + 1;
      examples[at] = example;
      sorted[at] = value[i] as number;
    }
  }
  return { offsets: counts, examples, values: sorted };
}

/**
 * Checks stored requests; returns how many there are.
 *
 * @throws UserError naming the member and what is accepted
 */
export function checkStored(config: Readonly<Record<string, unknown>>, field: string, space: SpaceConfig, least: number): number {
  const valueShift = wholeAt(config['valueShift'], `${field}.valueShift`, 0, 16);
  const offsets = unpack(packedAt(config['offsets'], `${field}.offsets`, ['u32']));
  const size = wholeAt(offsets.length - 1, `${field}.offsets.length - 1`, least, MOST_EXAMPLES);
  const entries = offsets[size] as number;
  const columns = unpack(packedAt(config['columns'], `${field}.columns`, ['u16', 'u32'], entries));
  const values = unpack(packedAt(config['values'], `${field}.values`, ['u8', 'u16', 'i8', 'i16'], entries));
  checkRows(offsets, columns, values, space, valueShift, field);
  return size;
}

/** Offsets ascend, columns exist and come once a row, and no row is longer than the space allows: dot products stay whole. */
function checkRows(
  offsets: ArrayLike<number>,
  columns: ArrayLike<number>,
  values: ArrayLike<number>,
  space: SpaceConfig,
  valueShift: number,
  field: string,
): void {
  const width = spaceColumns(space);
  const longest = spaceNorm(space);
  const scale = 2 ** valueShift;
  if (offsets[0] !== 0) throw refuse(`${field}.offsets`, 'does not start at 0');
  for (let row = 0; row + 1 < offsets.length; row++)
    if ((offsets[row + 1] as number) < (offsets[row] as number))
      throw refuse(`${field}.offsets`, 'does not ascend', { value: `item ${row + 2}` });
  for (let row = 0; row + 1 < offsets.length; row++) {
    let squares = 0;
    for (let i = offsets[row] as number; i < (offsets[row + 1] as number); i++) {
      const column = columns[i] as number;
      if (column >= width || (i > (offsets[row] as number) && column <= (columns[i - 1] as number)))
        throw refuse(`${field}.columns`, 'does not ascend within a request, or names no column', {
          value: `item ${i + 1}: ${column}`,
          accepted: `below ${width}`,
        });
      const value = (values[i] as number) * scale;
      squares += value * value;
    }
    if (squares > longest * longest)
      throw refuse(`${field}.values`, 'holds a request longer than the space allows', { value: `request ${row + 1}` });
  }
}
