import type { Json } from '../../../domain/json.js';
import type { Problem } from '../../../domain/user-error.js';
import { type LiteralFault, readPythonLiteral } from './python-literal.js';
import type { TableRow } from './table-row.js';

/** How a table writes lists: as Python literals, or not at all (a text that begins with a bracket is just that). */
export type ListCells = 'literal' | 'plain';

export type LiteralCell = { readonly items: readonly Json[] } | { readonly problem: Problem };

/** What a cell holds: the items of its list, or its one value; none where it is empty. */
export function literalCell(file: string, row: TableRow, column: string, lists: ListCells): LiteralCell {
  const value = row.cells.get(column);
  if (value === undefined || value === null || value === '') return { items: [] };
  if (Array.isArray(value)) return { items: value };
  if (lists === 'plain' || typeof value !== 'string' || !value.trimStart().startsWith('[')) return { items: [value] };
  const read = readPythonLiteral(value);
  if ('fault' in read) return { problem: literalProblem(file, row, column, value, read.fault) };
  return { items: Array.isArray(read.value) ? read.value : [read.value] };
}

/** Characters shown of what is wrong. */
const SHOWN = 24;

function literalProblem(file: string, row: TableRow, column: string, text: string, fault: LiteralFault): Problem {
  const value = text.slice(fault.offset, fault.offset + SHOWN);
  return {
    file,
    line: row.line + linesBefore(file, row, column, text.slice(0, fault.offset)),
    field: column,
    message: `not a Python list: ${fault.message}`,
    value: value === '' ? 'nothing more' : value,
    accepted: fault.accepted,
    hint: 'if the cells are plain texts, not lists: --lists plain',
  };
}

/** Line breaks of a CSV row in front of a place in one of its cells. Other tables have one line a row. */
function linesBefore(file: string, row: TableRow, column: string, before: string): number {
  if (!/\.csv(\.gz)?$/i.test(file)) return 0;
  let breaks = before.split('\n').length - 1;
  for (const [name, value] of row.cells) {
    if (name === column) return breaks;
    breaks += String(value).split('\n').length - 1;
  }
  return breaks;
}
