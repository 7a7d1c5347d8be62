import type { InputSpec } from './config.js';
import type { RequestBatch } from './router.js';
import { shelvedColumn } from './shelf.js';

/** A column over a batch, computed once and kept with it under `key`. */
export function keptColumn(batch: RequestBatch, key: string, of: (row: number) => number): Float64Array {
  const held = batch.features.get(key);
  if (held !== undefined) return held;
  const column = shelvedColumn(batch, key, of);
  batch.features.set(key, column);
  return column;
}

/** Names the text that an input spec reads: columns of different texts never share a key. */
export function inputKey(input: InputSpec): string {
  return `${input.text}|${input.maxCodePoints}|${input.codePointsPerToken}|${input.join}`;
}
