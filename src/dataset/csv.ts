import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { format } from 'fast-csv';

export type CsvCell = string | number | null;

type Rows = Iterable<readonly CsvCell[]> | AsyncIterable<readonly CsvCell[]>;

/**
 * Writes a CSV row by row, at the pace of the disk. Null and NaN are empty cells. A text that a spreadsheet would run as a
 * formula (it begins with = + - @, tab or return, and is no number) gets an apostrophe in front (CSV injection, OWASP).
 */
export async function writeCsv(path: string, header: readonly string[], rows: Rows): Promise<void> {
  const csv = format({ headers: false, includeEndRowDelimiter: true });
  await pipeline(Readable.from(safeRows(header, rows)), csv, createWriteStream(path));
}

async function* safeRows(header: readonly string[], rows: Rows): AsyncGenerator<(string | number)[]> {
  yield header.map(safeCell);
  for await (const row of rows) yield row.map(safeCell);
}

function safeCell(cell: CsvCell): string | number {
  if (cell === null || Number.isNaN(cell)) return '';
  if (typeof cell === 'number' || !/^[=+\-@\t\r]/.test(cell)) return cell;
  return /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(cell) ? cell : `'${cell}`;
}
