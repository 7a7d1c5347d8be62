import type { Json } from '../../../domain/json.js';
import type { TableRow } from './table-row.js';
import { openTable } from './table-rows.js';

export interface RecordTable {
  readonly file: string;
  /** In order of first appearance; the fields of a nested object are columns `outer.inner` as well. */
  readonly columns: readonly string[];
  /** Columns whose present values are all numbers or flags, at least one. */
  readonly numericColumns: ReadonlySet<string>;
  /** Reads the file again. */
  rows(): AsyncIterable<TableRow>;
}

/** Texts that stand for "no value". */
const ABSENT = new Set(['', 'nan', 'none', 'null', 'n/a']);

/**
 * Opens a table and learns its columns in one pass over it, so that a column that first appears in the last row is not
 * lost. Throws UserError for another ending and for what the readers refuse.
 */
export async function openRecordTable(file: string): Promise<RecordTable> {
  const rows = async function* () {
    yield* (await openTable(file)).rows;
  };
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
