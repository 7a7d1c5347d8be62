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

/** Vectors of training rows as a router stores them; never their text. `kept` are places among the training rows. */
export function storedRequests(space: SpaceConfig, kept: Uint32Array, { training, input }: FitSource): StoredRequests {
  const rows = kept.map((at) => training.rows[at] as number);
  return { space, ...packedRows(sparseRows(space, training.batch, rows, input)) };
}

/** Values in a byte each, by dropping as few bits as the greatest allows; columns ascend within a row, zeros are not stored. */
function packedRows(rows: SparseRows): Omit<StoredRequests, 'space'> {
  const greatest = rows.value.reduce((most, one) => Math.max(most, Math.abs(one)), 0);
  const type = rows.value.some((one) => one < 0) ? 'i8' : 'u8';
  const most = type === 'i8' ? 127 : 255;
  let shift = 0;
  let scale = 1;
  for (; greatest / scale > most + 1; shift++) scale *= 2;
  const offsets = [0];
  const index: number[] = [];
  const value: number[] = [];
  for (let row = 0; row < rows.size; row++) {
    const from = rows.offsets[row] as number;
    const order = rows.index.slice(from, rows.offsets[row + 1]).map((_, i) => from + i);
    order.sort((a, b) => (rows.index[a] as number) - (rows.index[b] as number));
    for (const at of order) {
      const stored = Math.max(-most, Math.min(most, Math.trunc((rows.value[at] as number) / scale)));
      if (stored === 0) continue;
      index.push(rows.index[at] as number);
      value.push(stored);
    }
    offsets.push(index.length);
  }
  return {
    offsets: pack('u32', offsets),
    columns: pack(rows.columns > 2 ** 16 ? 'u32' : 'u16', index),
    values: pack(type, value),
    valueShift: shift,
  };
}
