import type { InputSpec } from '../../router/config.js';
import type { RequestBatch } from '../../router/router.js';
import type { SpaceConfig } from '../../router/space/config.js';
import { UNIT } from '../../router/space/config.js';
import { compileSpace, spaceColumns } from '../../router/space/index.js';

/** Vectors of some rows, one after another: row i has the entries `offsets[i] .. offsets[i + 1]`. */
export interface SparseRows {
  readonly size: number;
  readonly columns: number;
  readonly offsets: Uint32Array;
  readonly index: Uint32Array;
  /** Whole numbers, as the router sees them. */
  readonly value: Int32Array;
}

/** What a text block of length 1 counts in fits: values are divided by this. */
export const SCALE = UNIT;

/** The vectors a router will see of these rows, by the runtime's own code and in its order. */
export function sparseRows(space: SpaceConfig, batch: RequestBatch, rows: Uint32Array, input: InputSpec): SparseRows {
  const vectorAt = compileSpace(space, input)(batch);
  const offsets = new Uint32Array(rows.length + 1);
  let index = new Uint32Array(rows.length * 128);
  let value = new Int32Array(rows.length * 128);
  let kept = 0;
  rows.forEach((row, at) => {
    const vector = vectorAt(row);
    if (kept + vector.size > index.length) {
      const length = Math.ceil(Math.max(kept + vector.size, index.length * 1.5));
      index = widened(index, new Uint32Array(length));
      value = widened(value, new Int32Array(length));
    }
    index.set(vector.index.subarray(0, vector.size), kept);
    value.set(vector.value.subarray(0, vector.size), kept);
    kept += vector.size;
    offsets[at + 1] = kept;
  });
  return { size: rows.length, columns: spaceColumns(space), offsets, index: index.slice(0, kept), value: value.slice(0, kept) };
}

function widened<A extends Uint32Array | Int32Array>(from: A, into: A): A {
  into.set(from);
  return into;
}
