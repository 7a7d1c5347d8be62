import { pipeline } from 'node:stream';
import { parse } from 'fast-csv';
import { UserError } from '../../../domain/user-error.js';
import { fileBytes } from '../../../file/lines.js';

/** One row of a CSV file. */
export interface CsvRow {
  /** Line of the file on which the row starts, 1-based. */
  readonly line: number;
  /** Cells by column name. */
  readonly cells: ReadonlyMap<string, string>;
}

export interface CsvTable {
  readonly columns: readonly string[];
  readonly rows: AsyncIterable<CsvRow>;
  /** Lets go of a file whose rows are not wanted. */
  close(): Promise<void>;
}

/**
 * Opens a CSV file (RFC 4180, UTF-8, header line, `.gz` too) as a stream of rows. Empty lines are passed over. Throws
 * UserError naming file and line for an empty file, a column named twice, a row of the wrong length or an unclosed quote.
 */
export async function openCsv(file: string): Promise<CsvTable> {
  const lines = numberedRows(file);
  const header = await lines.next();
  if (header.done === true)
    throw new UserError({ file, line: 1, message: 'the file is empty', accepted: 'CSV with a header line' });
  const columns = header.value.values;
  const twice = columns.find((name, index) => columns.indexOf(name) !== index);
  if (twice !== undefined)
    throw new UserError({ file, line: header.value.line, message: 'two columns have this name', value: twice });
  return { columns, rows: namedRows(file, columns, lines), close: async () => void (await lines.return(undefined)) };
}

async function* namedRows(file: string, columns: readonly string[], lines: AsyncIterable<NumberedRow>): AsyncGenerator<CsvRow> {
  for await (const { line, values } of lines) {
    if (values.length !== columns.length) {
      const message = `the row has ${values.length} cells`;
      throw new UserError({ file, line, message, accepted: `${columns.length} cells, as in the header` });
    }
    yield { line, cells: new Map(columns.map((name, index) => [name, values[index] ?? ''])) };
  }
}

interface NumberedRow {
  readonly line: number;
  readonly values: readonly string[];
}

/** Rows with the line they start on: a row takes one line and one more for each line break inside its cells. */
async function* numberedRows(file: string): AsyncGenerator<NumberedRow> {
  let line = 1;
  try {
    for await (const row of csvStream(file)) {
      const values = row as readonly string[];
      const start = line;
      line += 1 + values.reduce((breaks, value) => breaks + lineBreaks(value), 0);
      if (values.length > 1 || (values[0] ?? '') !== '') yield { line: start, values };
    }
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError({ file, line, message: `not readable as CSV: ${(error as Error).message}` });
  }
}

function csvStream(file: string): AsyncIterable<unknown> {
  const parser = parse({ headers: false, ignoreEmpty: false });
  pipeline(fileBytes(file), parser, (error) => {
    if (error !== null && error !== undefined) parser.destroy(error);
  });
  return parser;
}

function lineBreaks(value: string): number {
  let count = 0;
  for (let at = value.indexOf('\n'); at >= 0; at = value.indexOf('\n', at + 1)) count++;
  return count;
}
