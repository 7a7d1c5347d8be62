import type { Json } from '../../../domain/json.js';
import { UserError } from '../../../domain/user-error.js';
import { openCsv } from './csv-rows.js';
import { readJsonLines } from './json-lines.js';

/** One row of a CSV or JSONL file: texts from CSV, any JSON from JSONL, by column. */
export interface TableRow {
  /** 1-based. */
  readonly line: number;
  readonly cells: ReadonlyMap<string, Json>;
}

export interface RecordTable {
  readonly file: string;
  /** In order of first appearance; the fields of a nested JSON object are columns `outer.inner` as well. */
  readonly columns: readonly string[];
  /** Columns whose present values are all numbers or flags, at least one. */
  readonly numericColumns: ReadonlySet<string>;
  /** Reads the file again. */
  rows(): AsyncIterable<TableRow>;
}

/** Texts that stand for "no value". */
const ABSENT = new Set(['', 'nan', 'none', 'null', 'n/a']);

/**
 * Opens a `.csv`, `.jsonl` or `.ndjson` file (or those with `.gz`) and learns its columns in one pass over it, so that a column
 * that first appears in the last row is not lost. Throws UserError for another ending and for what the readers refuse.
 */
export async function openRecordTable(file: string): Promise<RecordTable> {
  const rows = () => rowsOf(file);
  const kinds = new Map<string, 'unknown' | 'numeric' | 'other'>();
  for await (const { cells } of rows()) {
    for (const [name, value] of cells) {
      const kind = kinds.get(name) ?? 'unknown';
      if (kind === 'other' || isAbsent(value)) kinds.set(name, kind);
      else kinds.set(name, looksNumeric(value) ? 'numeric' : 'other');
    }
  }
  const numeric = [...kinds].filter(([, kind]) => kind === 'numeric').map(([name]) => name);
  return { file, columns: [...kinds.keys()], numericColumns: new Set(numeric), rows };
}

/** True for a cell that holds no value: null, empty, or a word that exports write for it (nan, none, null, n/a). */
export function isAbsent(value: Json | undefined): boolean {
  if (value === undefined || value === null) return true;
  return typeof value === 'string' && ABSENT.has(value.trim().toLowerCase());
}

/** The number of a cell: a number, a flag (true 1, false 0), or a text of either; undefined for anything else. */
export function cellNumber(value: Json | undefined): number | undefined {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'number') return value;
  if (typeof value !== 'string') return undefined;
  const text = value.trim().toLowerCase();
  if (text === 'true' || text === 'false') return text === 'true' ? 1 : 0;
  return /^[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?$/.test(text) ? Number(text) : undefined;
}

function looksNumeric(value: Json): boolean {
  return cellNumber(value) !== undefined;
}

async function* rowsOf(file: string): AsyncGenerator<TableRow> {
  const plain = file.toLowerCase().replace(/\.gz$/, '');
  if (plain.endsWith('.csv')) {
    yield* (await openCsv(file)).rows;
  } else if (/\.(jsonl|ndjson)$/.test(plain)) {
    for await (const { line, record } of readJsonLines(file)) yield { line, cells: new Map(flat(record as Nested)) };
  } else {
    throw new UserError({
      file,
      message: 'not a table this importer reads',
      accepted: '.csv, .jsonl, .ndjson, each maybe with .gz',
    });
  }
}

type Nested = { readonly [key: string]: Json };

function* flat(record: Nested, prefix = ''): Generator<[string, Json]> {
  for (const [key, value] of Object.entries(record)) {
    yield [prefix + key, value];
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) yield* flat(value as Nested, `${prefix}${key}.`);
  }
}
