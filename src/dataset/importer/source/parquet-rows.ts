import { existsSync } from 'node:fs';
import type { AsyncBuffer, FileMetaData } from 'hyparquet';
import type { Json } from '../../../domain/json.js';
import { UserError } from '../../../domain/user-error.js';
import { flatCells, type NestedJson, type TableRow } from './table-row.js';

/**
 * Opens a Parquet file as a stream of rows, read row group by row group. Integers of 64 bits become numbers where a number
 * holds them exactly, else texts; dates become ISO 8601; NaN is no value. Throws UserError for what is not a whole Parquet file.
 */
export async function openParquet(
  file: string,
): Promise<{ readonly columns: readonly string[]; readonly rows: AsyncIterable<TableRow> }> {
  if (!existsSync(file)) throw new UserError({ file, message: 'no such file' });
  const { asyncBufferFromFile, parquetMetadataAsync, parquetSchema } = await import('hyparquet');
  const buffer = await asyncBufferFromFile(file);
  const metadata = await parquetMetadataAsync(buffer).catch((error: unknown) => {
    throw notParquet(file, error);
  });
  const columns = parquetSchema(metadata).children.map(({ element }) => element.name);
  return { columns, rows: rowsOf(file, buffer, metadata) };
}

async function* rowsOf(file: string, buffer: AsyncBuffer, metadata: FileMetaData): AsyncGenerator<TableRow> {
  const { parquetReadObjects } = await import('hyparquet');
  const { compressors } = await import('hyparquet-compressors');
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    const from = { file: buffer, metadata, compressors, rowStart, rowEnd };
    const records = await parquetReadObjects(from).catch((error: unknown) => {
      throw notParquet(file, error, rowStart + 1);
    });
    for (const [index, record] of records.entries()) {
      yield { line: rowStart + index + 1, cells: new Map(flatCells(jsonOf(record) as NestedJson)) };
    }
    rowStart = rowEnd;
  }
}

/** A Parquet value as JSON. */
function jsonOf(value: unknown): Json {
  if (value === undefined || value === null || Number.isNaN(value)) return null;
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  if (value instanceof Date) return value.toISOString();
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (ArrayBuffer.isView(value)) return Array.from(value as unknown as ArrayLike<unknown>, jsonOf);
  if (Array.isArray(value)) return value.map(jsonOf);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, jsonOf(item)]));
}

function notParquet(file: string, error: unknown, line?: number): UserError {
  const reason = error instanceof Error ? error.message : String(error);
  const problem = { file, message: `not readable as Parquet: ${reason}`, accepted: 'a whole Parquet file' };
  return new UserError(line === undefined ? problem : { ...problem, line });
}
