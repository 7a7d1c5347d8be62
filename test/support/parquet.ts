import { writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import type { ColumnSource } from 'hyparquet-writer';
import { parquetWriteBuffer } from 'hyparquet-writer';

/** Writes a small Parquet file, in row groups of two rows. */
export function writeParquet(
  path: string,
  columnData: ColumnSource[],
  codec: 'SNAPPY' | 'GZIP' | 'UNCOMPRESSED' = 'SNAPPY',
): void {
  const compressors = { GZIP: (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes)) };
  writeFileSync(path, Buffer.from(parquetWriteBuffer({ columnData, codec, compressors, rowGroupSize: 2 })));
}
