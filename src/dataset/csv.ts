import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { finished } from 'node:stream/promises';
import { format } from 'fast-csv';

export type CsvCell = string | number | null;

/** Writes a CSV row by row, waiting for the disk. Null cells are empty. */
export async function writeCsv(path: string, header: readonly string[], rows: Iterable<readonly CsvCell[]>): Promise<void> {
  const csv = format({ headers: false, includeEndRowDelimiter: true });
  const file = csv.pipe(createWriteStream(path));
  csv.write([...header]);
  for (const row of rows) {
    if (!csv.write(row.map(safeCell))) await once(csv, 'drain');
  }
  csv.end();
  await finished(file);
}

/** A text that a spreadsheet would run as a formula gets an apostrophe in front (CSV injection); numbers stay numbers. */
function safeCell(cell: CsvCell): string | number {
  if (cell === null) return '';
  if (typeof cell === 'number') return cell;
  return /^[=+\-@\t\r]/.test(cell) ? `'${cell}` : cell;
}
