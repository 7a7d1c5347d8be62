import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export type CsvCell = string | number | null;

/** Characters that are handed to the disk at once. */
const PIECE = 1 << 18;

/**
 * Writes a CSV (RFC 4180, line feeds) piece by piece, at the pace of the disk. Null and NaN are empty cells. A text that a spreadsheet
 * would run as a formula (it begins with = + - @, tab or return, and is no number) gets an apostrophe in front (CSV injection, OWASP).
 */
export async function writeCsv(path: string, header: readonly string[], rows: Iterable<readonly CsvCell[]>): Promise<void> {
  await pipeline(Readable.from(pieces(header, rows)), createWriteStream(path));
}

/** The same as one text, for what is small. */
export function csvText(header: readonly string[], rows: Iterable<readonly CsvCell[]>): string {
  return [...pieces(header, rows)].join('');
}

function* pieces(header: readonly string[], rows: Iterable<readonly CsvCell[]>): Generator<string> {
  const line = lineWriter();
  let text = line(header);
  for (const row of rows) {
    text += line(row);
    if (text.length < PIECE) continue;
    yield text;
    text = '';
  }
  if (text !== '') yield text;
}

/** Rows as lines. A text is mostly the one that stood in its column a row before, and then isn't looked at again. */
function lineWriter(): (row: readonly CsvCell[]) => string {
  const before: (string | undefined)[] = [];
  const written: string[] = [];
  return (row) => {
    let text = '';
    for (let at = 0; at < row.length; at++) {
      const cell = row[at] as CsvCell;
      if (at > 0) text += ',';
      if (typeof cell === 'number') text += Number.isNaN(cell) ? '' : cell;
      else if (cell !== null) {
        if (cell !== before[at]) {
          before[at] = cell;
          written[at] = PLAIN.test(cell) ? cell : guarded(cell);
        }
        text += written[at];
      }
    }
    return `${text}\n`;
  };
}

/** Most texts need neither quotes nor an apostrophe. */
const PLAIN = /^(?:[^\0=+\-@\s",|][^\0\r\n",|]*)?$/;
const NUMBER = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Without NUL, which few readers take; quoted also for a bar, which some take for a separator, and for a blank in front, which some leave out. */
function guarded(cell: string): string {
  const safe = (/^[=+\-@\t\r]/.test(cell) && !NUMBER.test(cell) ? `'${cell}` : cell).replaceAll('\0', '');
  return /[\r\n",|]|^\s/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
