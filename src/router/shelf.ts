import type { ArrayShelf } from '../domain/array-shelf.js';
import type { NumberArray } from '../domain/number-array.js';
import type { RequestBatch } from './router.js';

const shelves = new WeakMap<RequestBatch, ArrayShelf>();

/** Columns over a batch are kept on a shelf from now on: other threads that ask the same of the same requests find them there. */
export function shelve(batch: RequestBatch, shelf: ArrayShelf): void {
  shelves.set(batch, shelf);
}

/** Arrays that follow from a batch, from its shelf where it has one. `key` names all that they depend on. */
export function shelved<A extends readonly NumberArray[]>(batch: RequestBatch, key: string | (() => string), make: () => A): A {
  const shelf = shelves.get(batch);
  return shelf === undefined ? make() : (shelf.made(typeof key === 'string' ? key : key(), make) as A);
}

/** A column over a batch, from its shelf where it has one. */
export function shelvedColumn(batch: RequestBatch, key: string, of: (row: number) => number): Float64Array {
  return shelved(batch, key, () => [Float64Array.from({ length: batch.size }, (_, row) => of(row))] as const)[0];
}
