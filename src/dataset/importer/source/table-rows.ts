import { UserError } from '../../../domain/user-error.js';
import { openCsv } from './csv-rows.js';
import { readJsonLines } from './json-lines.js';
import { openParquet } from './parquet-rows.js';
import { flatCells, type NestedJson, type TableRow } from './table-row.js';

/** A table whose columns are known from its head. */
export interface Table {
  readonly file: string;
  /** Of the header line (CSV), the first record (JSONL) or the schema (Parquet). */
  readonly columns: readonly string[];
  /** Can be read once. */
  readonly rows: AsyncIterable<TableRow>;
  /** Lets go of a file whose rows are not wanted. */
  close(): Promise<void>;
}

/** Endings of the tables that can be read. */
const ENDING = /\.(csv|jsonl|ndjson)(\.gz)?$|\.parquet$/i;

export const TABLE_ENDINGS = '.csv, .jsonl, .ndjson, each maybe with .gz; .parquet';

/** True for a file name this module reads. */
export function isTableFile(file: string): boolean {
  return ENDING.test(file);
}

/** Opens a table as a stream of rows. Throws UserError for another ending and for what the readers refuse. */
export async function openTable(file: string): Promise<Table> {
  const plain = file.toLowerCase().replace(/\.gz$/, '');
  if (plain.endsWith('.csv')) return { file, ...(await openCsv(file)) };
  if (file.toLowerCase().endsWith('.parquet')) return { file, ...(await openParquet(file)), close: nothing };
  if (!isTableFile(file)) throw new UserError({ file, message: 'not a table this importer reads', accepted: TABLE_ENDINGS });
  return { file, columns: await firstColumns(file), rows: jsonRows(file), close: nothing };
}

/** The columns of a table; nothing stays open. Throws as openTable does. */
export async function tableColumns(file: string): Promise<readonly string[]> {
  const { columns, close } = await openTable(file);
  await close();
  return columns;
}

async function nothing(): Promise<void> {}

async function firstColumns(file: string): Promise<readonly string[]> {
  for await (const { cells } of jsonRows(file)) return [...cells.keys()];
  throw new UserError({ file, line: 1, message: 'the file is empty', accepted: 'one JSON object a line' });
}

async function* jsonRows(file: string): AsyncGenerator<TableRow> {
  for await (const { line, record } of readJsonLines(file)) yield { line, cells: new Map(flatCells(record as NestedJson)) };
}
