import { z } from 'zod';
import { murmur3 } from '../../router/identity/murmur3.js';
import { pack } from '../../router/packed.js';
import type { StoredRequests } from '../../router/predictor/config.js';
import type { SpaceConfig } from '../../router/space/config.js';
import type { FitSource } from '../fit/predictor-fit.js';
import { type SparseRows, sparseRows } from './sparse-rows.js';

/** Indices of the training rows that are stored, ascending: those of the least hashes of (seed, row). */
export function keptExamples({ training }: FitSource, most: number): Uint32Array {
  const all = Uint32Array.from(training.rows, (_, at) => at);
  if (all.length <= most) return all;
  const rank = Float64Array.from(training.rows, (row) => murmur3(`example ${row}`, training.seed));
  return all
    .sort((a, b) => (rank[a] as number) - (rank[b] as number) || a - b)
    .slice(0, most)
    .sort();
}

/** Entries of a stored row where a file gives no number: what is rare in the text, and so sets it apart. */
const ENTRIES = 64;

export const entriesSchema = z
  .number()
  .int()
  .min(1)
  .max(65_536)
  .optional()
  .describe('Greatest entries stored of a training query; default 64, or all where an embedding is read');

/** Vectors of training rows as a router stores them; never their text. `kept` are places among the training rows. */
export function storedRequests(
  space: SpaceConfig,
  kept: Uint32Array,
  { training, input }: FitSource,
  entries: number | undefined,
): StoredRequests {
  const rows = kept.map((at) => training.rows[at] as number);
  const most = entries ?? (space.some(({ type }) => type === 'embedding') ? Number.POSITIVE_INFINITY : ENTRIES);
  return { space, ...packedRows(sparseRows(space, training.batch, rows, input), most) };
}

/** Values in a byte each, by dropping as few bits as the greatest allows; columns ascend within a row, zeros are not stored. */
function packedRows(rows: SparseRows, mostEntries: number): Omit<StoredRequests, 'space'> {
  const greatest = rows.value.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  const type = rows.value.some((one) => one < 0) ? 'i8' : 'u8';
  const most = type === 'i8' ? 127 : 255;
  let shift = 0;
  let scale = 1;
  for (; greatest / scale > most + 1; shift++) scale *= 2;
  const offsets = new Uint32Array(rows.size + 1);
  const index = new Uint32Array(rows.index.length);
  const value = new Int16Array(rows.index.length);
  let kept = 0;
  const store = (at: number, longer: number): void => {
    const stored = Math.max(-most, Math.min(most, Math.trunc(((rows.value[at] as number) * longer) / scale)));
    if (stored === 0) return;
    index[kept] = rows.index[at] as number;
    value[kept++] = stored;
  };
  for (let row = 0; row < rows.size; row++) {
    const [from, to] = [rows.offsets[row] as number, rows.offsets[row + 1] as number];
    if (to - from <= mostEntries && ascends(rows.index, from, to)) {
      for (let at = from; at < to; at++) store(at, 1);
    } else {
      const order = greatestEntries(rows, from, to, mostEntries);
      const longer = lengthened(rows, from, to, order);
      order.sort((a, b) => (rows.index[a] as number) - (rows.index[b] as number));
      for (const at of order) store(at, longer);
    }
    offsets[row + 1] = kept;
  }
  return {
    offsets: pack('u32', offsets),
    columns: pack(rows.columns > 2 ** 16 ? 'u32' : 'u16', index.subarray(0, kept)),
    values: pack(type, value.subarray(0, kept)),
    valueShift: shift,
  };
}

function ascends(index: Uint32Array, from: number, to: number): boolean {
  for (let at = from + 1; at < to; at++) if ((index[at] as number) <= (index[at - 1] as number)) return false;
  return true;
}

/** Places of a row's entries of greatest size; ties go to the lower column. */
function greatestEntries({ index, value }: SparseRows, from: number, to: number, most: number): Uint32Array {
  const order = Uint32Array.from({ length: to - from }, (_, i) => from + i);
  if (order.length <= most) return order;
  const size = (at: number): number => Math.abs(value[at] as number);
  return order.sort((a, b) => size(b) - size(a) || (index[a] as number) - (index[b] as number)).slice(0, most);
}

/** What makes the entries that are kept as long as the whole row was: a long text is not to seem less similar for what it lost. */
function lengthened({ value }: SparseRows, from: number, to: number, kept: Uint32Array): number {
  if (kept.length === to - from) return 1;
  let whole = 0;
  for (let at = from; at < to; at++) whole += (value[at] as number) * (value[at] as number);
  const left = kept.reduce((sum, at) => sum + (value[at] as number) * (value[at] as number), 0);
  return left === 0 ? 1 : Math.sqrt(whole / left);
}
