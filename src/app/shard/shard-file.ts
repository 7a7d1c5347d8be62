import { readFileSync } from 'node:fs';
import type { NumberArray } from '../../domain/number-array.js';
import { decode, encode } from '../../engine/message.js';
import type { PackedBench } from '../../experiment/unit/pack-bench.js';
import { columnsIn, writeColumns } from '../../file/columns-file.js';

/** A shard as a unit is given it: where it lies, or, where others can't read that, itself. */
export type ShardRef = { readonly path: string } | { readonly bytes: Uint8Array };

/** Writes a shard whole, or not at all. */
export async function writeShard(path: string, packed: PackedBench): Promise<void> {
  const { text, arrays } = encode(packed);
  const columns = Object.fromEntries(arrays.map((array, at) => [`${at}`, array]));
  await writeColumns(path, { columns, facts: { text } });
}

/** @throws Error where a file isn't what was written there */
export function readShard(ref: ShardRef): PackedBench {
  const bytes = 'path' in ref ? readFileSync(ref.path) : Buffer.from(ref.bytes.buffer, ref.bytes.byteOffset, ref.bytes.length);
  const file = columnsIn(bytes);
  if (file === null) throw new Error(`a shard is not whole${'path' in ref ? `: ${ref.path}` : ''}`);
  const { text } = file.facts as { readonly text: string };
  const arrays = Array.from({ length: Object.keys(file.columns).length }, (_, at) => file.columns[`${at}`] as NumberArray);
  return decode({ text, arrays }) as PackedBench;
}
