import type { EncodedColumns } from './encode-columns.js';
import { gzip } from './gzip.js';
import type { PackBlock, PackedTexts, PackHeader } from './pack-header.js';

/** A pack: its header and its compressed blocks, in the header's order. */
export interface QueryPack {
  readonly header: PackHeader;
  readonly blocks: readonly Uint8Array[];
}

/** A block before it is in a pack. */
export interface MadeBlock {
  readonly block: PackBlock;
  readonly bytes: Uint8Array;
}

/** Compresses a block. */
export async function makeBlock(name: string, raw: Uint8Array<ArrayBuffer>): Promise<MadeBlock> {
  const bytes = await gzip(raw);
  return { block: { name, bytes: bytes.length, rawBytes: raw.length }, bytes };
}

/** A pack of columns, ids and texts. */
export function packOf(columns: EncodedColumns, texts: PackedTexts, made: readonly MadeBlock[]): QueryPack {
  return {
    header: { ...columns.header, texts, blocks: made.map(({ block }) => block) },
    blocks: made.map(({ bytes }) => bytes),
  };
}

/** The pack as a file: the header as one line of JSON, then the blocks. */
export function packFile({ header, blocks }: QueryPack): Uint8Array {
  const line = new TextEncoder().encode(`${JSON.stringify(header)}\n`);
  const file = new Uint8Array(line.length + blocks.reduce((sum, block) => sum + block.length, 0));
  file.set(line);
  let at = line.length;
  for (const block of blocks) {
    file.set(block, at);
    at += block.length;
  }
  return file;
}
