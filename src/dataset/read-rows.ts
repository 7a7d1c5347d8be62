import { createHash, type Hash } from 'node:crypto';
import type { Problem } from '../domain/user-error.js';
import { fileLines } from '../file/lines.js';
import { checkRow, isKnownColumn, unknownColumn } from './check-row.js';
import { csvJson, csvScalar } from './csv-cell.js';
import { csvRecords } from './csv-rows.js';
import { jsonErrorColumn } from './json-column.js';
import type { Row } from './row-schema.js';

/** A row of a dataset file or what is wrong with it; `text` is the row's line where that is one of JSON. */
export type ReadRow = { readonly line: number } & (
  | { readonly row: Row; readonly text?: string }
  | { readonly problems: readonly Problem[] }
);

/** Columns of a CSV that hold JSON; `weight` and `signals.*` are typed by value, all other columns are text. */
const STRUCTURES = new Set(['messages', 'choices', 'reference', 'signals', 'metadata', 'embedding']);

/** Rows of a dataset by file extension: .jsonl, .ndjson, .csv, each also as .gz. Hashes the bytes on disk. */
export function readRows(path: string, hash: Hash = createHash('sha256')): AsyncGenerator<ReadRow> {
  return /\.csv(\.gz)?$/i.test(path) ? csvRows(path, hash) : jsonRows(path, hash);
}

async function* jsonRows(path: string, hash: Hash): AsyncGenerator<ReadRow> {
  for await (const { number, text } of fileLines(path, hash)) {
    const parsed = parseJson(text);
    yield 'problem' in parsed ? { line: number, problems: [parsed.problem] } : { line: number, text, ...checkRow(parsed.value) };
  }
}

function parseJson(text: string): { readonly value: unknown } | { readonly problem: Problem } {
  try {
    return { value: JSON.parse(text) };
  } catch {
    const column = jsonErrorColumn(text) ?? text.length;
    const found = text.slice(column - 1, column + 19);
    const value = found === '' ? 'the end of the line' : JSON.stringify(found);
    return { problem: { message: 'not JSON', column, value, accepted: 'one JSON object a line' } };
  }
}

async function* csvRows(path: string, hash: Hash): AsyncGenerator<ReadRow> {
  let header: readonly string[] | undefined;
  for await (const { line, cells } of csvRecords(path, hash)) {
    if (header === undefined) {
      header = cells.map((name) => name.trim());
      const problems = headerProblems(header);
      if (problems.length === 0) continue;
      // Under a wrong header every row is wrong: say it once.
      yield { line, problems };
      return;
    }
    yield { line, ...csvRow(header, cells) };
  }
}

function headerProblems(header: readonly string[]): Problem[] {
  return header.flatMap((name, at) => {
    if (!isKnownColumn(name)) return [unknownColumn(name)];
    return header.indexOf(name) < at ? [{ message: 'the column stands twice', field: name }] : [];
  });
}

function csvRow(header: readonly string[], cells: readonly string[]): ReturnType<typeof checkRow> {
  if (cells.length !== header.length) {
    return { problems: [{ message: `${cells.length} cells`, accepted: `${header.length} cells, as the header has` }] };
  }
  const row: Record<string, unknown> = {};
  header.forEach((name, at) => {
    const text = cells[at];
    if (text !== undefined && text !== '') row[name] = cellValue(name, text);
  });
  return checkRow(row);
}

function cellValue(name: string, text: string): unknown {
  if (name === 'weight' || name.startsWith('signals.')) return csvScalar(text);
  return STRUCTURES.has(name) ? csvJson(text) : text;
}
