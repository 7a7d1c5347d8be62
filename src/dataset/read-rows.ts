import { createHash, type Hash } from 'node:crypto';
import { Readable } from 'node:stream';
import { parse } from 'fast-csv';
import type { Problem } from '../domain/user-error.js';
import { fileBytes, fileLines } from '../file/lines.js';
import { checkRow, csvJson, csvScalar } from './check-row.js';
import type { Row } from './row-schema.js';

/** A row of a dataset file or what is wrong with it. */
export type ReadRow = { readonly line: number } & ({ readonly row: Row } | { readonly problems: readonly Problem[] });

/** Columns of a CSV that hold numbers or structures; all other columns are text, `signals.*` are typed by value. */
const NUMBERS = new Set(['weight']);
const STRUCTURES = new Set(['messages', 'choices', 'reference']);

/** Rows of a dataset by file extension: .jsonl, .ndjson, .csv, each also as .gz. Hashes the bytes on disk. */
export function readRows(path: string, hash: Hash = createHash('sha256')): AsyncGenerator<ReadRow> {
  return /\.csv(\.gz)?$/i.test(path) ? csvRows(path, hash) : jsonRows(path, hash);
}

async function* jsonRows(path: string, hash: Hash): AsyncGenerator<ReadRow> {
  for await (const { number, text } of fileLines(path, hash)) {
    const parsed = parseJson(text);
    yield 'problem' in parsed ? { line: number, problems: [parsed.problem] } : { line: number, ...checkRow(parsed.value) };
  }
}

/** Parses a line; a syntax error says where. */
export function parseJson(text: string): { readonly value: unknown } | { readonly problem: Problem } {
  try {
    return { value: JSON.parse(text) };
  } catch (error) {
    const message = (error as Error).message;
    const position = /position (\d+)/.exec(message)?.[1];
    return { problem: { message: `not JSON: ${message}`, ...(position === undefined ? {} : { column: Number(position) + 1 }) } };
  }
}

async function* csvRows(path: string, hash: Hash): AsyncGenerator<ReadRow> {
  const parser = Readable.from(fileBytes(path, hash)).pipe(parse({ headers: true, ignoreEmpty: true }));
  let line = 1;
  for await (const cells of parser) {
    line++;
    const row: Record<string, unknown> = {};
    let extra = 0;
    for (const [name, text] of Object.entries(cells as Record<string, string>)) {
      extra += lineFeeds(text);
      if (text !== '') row[name] = cellValue(name, text);
    }
    yield { line, ...checkRow(row) };
    // A quoted cell may span lines; the next row starts that much further down.
    line += extra;
  }
}

function cellValue(name: string, text: string): unknown {
  if (name.startsWith('signals.')) return csvScalar(text);
  if (NUMBERS.has(name)) return csvScalar(text);
  return STRUCTURES.has(name) ? csvJson(text) : text;
}

function lineFeeds(text: string): number {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) count++;
  return count;
}
