import { gunzipSync } from 'node:zlib';
import type { QueryPack } from '../../src/report/pack/pack.js';
import { type QueryColumns, queryColumns } from '../../src/report/pack/query-columns.js';

/** The columns of a pack, as the page opens them. */
export function columnsOf({ header, blocks }: QueryPack): QueryColumns {
  return queryColumns(header, gunzipSync(blocks[header.blocks.findIndex(({ name }) => name === 'columns')] as Uint8Array));
}
