import type { Hash } from 'node:crypto';
import { pipeline, Readable } from 'node:stream';
import { parse } from 'fast-csv';
import { UserError } from '../domain/user-error.js';
import { fileBytes } from '../file/lines.js';

/** A CSV record with the 1-based line it begins on. */
export interface CsvRecord {
  readonly line: number;
  readonly cells: readonly string[];
}

/**
 * Records of a UTF-8 CSV file, the header among them; blank lines are skipped but counted, quoted cells may span lines.
 *
 * @throws UserError naming the line for bytes that are not UTF-8 and for quotes that don't fit
 */
export async function* csvRecords(path: string, hash: Hash): AsyncGenerator<CsvRecord> {
  const parser = parse({ headers: false });
  // The parser's own iteration reports what fails; the callback is only there to be told a second time.
  pipeline(Readable.from(decoded(path, hash)), parser, () => undefined);
  let line = 1;
  try {
    for await (const record of parser) {
      const cells = record as string[];
      if (cells.length > 0) yield { line, cells };
      line += 1 + lineEnds(cells);
    }
  } catch (error) {
    if (!(error instanceof Error) || !error.message.startsWith('Parse Error')) throw error;
    throw new UserError({
      file: path,
      line,
      message: error.message.includes('missing closing') ? 'a quoted cell is never closed' : 'text after a closing quote',
      accepted: 'cells in double quotes, quotes inside them doubled',
    });
  }
}

/** Text of a file, whole lines at a time, so that bad bytes can be placed. */
async function* decoded(path: string, hash: Hash): AsyncGenerator<string> {
  let rest: Buffer[] = [];
  let line = 1;
  for await (const chunk of fileBytes(path, hash)) {
    const cut = chunk.lastIndexOf(10) + 1;
    if (cut > 0) {
      const bytes = Buffer.concat([...rest, chunk.subarray(0, cut)]);
      yield decodedText(bytes, path, line);
      line += lineFeeds(bytes);
      rest = [];
    }
    if (cut < chunk.length) rest.push(chunk.subarray(cut));
  }
  if (rest.length > 0) yield decodedText(Buffer.concat(rest), path, line);
}

function decodedText(bytes: Buffer, file: string, firstLine: number): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: firstLine > 1 }).decode(bytes);
  } catch {
    throw new UserError({ file, line: firstLine + badLine(bytes), message: 'not valid UTF-8', accepted: 'UTF-8 text' });
  }
}

/** How many lines into `bytes` the first line stands that is not UTF-8. */
function badLine(bytes: Buffer): number {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let from = 0;
  for (let line = 0; ; line++) {
    const feed = bytes.indexOf(10, from);
    try {
      decoder.decode(bytes.subarray(from, feed < 0 ? bytes.length : feed));
    } catch {
      return line;
    }
    if (feed < 0) return line;
    from = feed + 1;
  }
}

function lineFeeds(bytes: Buffer): number {
  let count = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) count++;
  return count;
}

/** Line ends inside cells, which make a record span lines. */
function lineEnds(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells) {
    if (cell.includes('\n') || cell.includes('\r')) count += cell.split(/\r\n|\n|\r/).length - 1;
  }
  return count;
}
