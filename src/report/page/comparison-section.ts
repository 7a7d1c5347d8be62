import type { ResultRow, Results } from '../../domain/results.js';
import { beforehandText } from '../beforehand-view.js';
import { drawnMarkup } from '../chart/drawn-parts.js';
import { comparisonCaption } from '../comparison-caption.js';
import { parameterText } from '../protocol-text.js';
import { type RowDrawings, rowDrawings } from '../row-drawing.js';
import { type RowNote, rowNotes } from '../row-notes.js';
import { type TableColumn, type TableRow, tableView } from '../table-view.js';
import { testColumns, testRows } from '../test-view.js';
import { type PlainTable, plainTable } from './plain-table.js';

export interface ComparisonSection {
  readonly caption: string;
  readonly columns: readonly { readonly id: string; readonly title: string; readonly cls: string }[];
  readonly columnCount: number;
  readonly sections: readonly { readonly title: string; readonly rows: readonly ComparisonRow[] }[];
  /** Whether cascades pay against deciding before the call. */
  readonly cascades: readonly string[];
  readonly tests: PlainTable | null;
}

interface ComparisonRow {
  readonly id: string;
  readonly chosen: boolean;
  readonly name: string;
  /** What the row is, where its name doesn't say. */
  readonly detail: string;
  readonly notes: readonly RowNote[];
  /** Our own drawings: numbers only. */
  readonly bar: string;
  readonly mix: string;
  readonly mixText: string;
  readonly cells: readonly { readonly id: string; readonly text: string; readonly cls: string }[];
}

/** The comparison table: the shared table's cells, with drawings for intervals and model shares, and tags for notes. */
export function comparisonSection(results: Results): ComparisonSection {
  const { columns, sections } = tableView(results);
  const draw = rowDrawings(results);
  const shown = columns.filter(({ id }) => !DRAWN.includes(id));
  const row = (one: TableRow): ComparisonRow => comparisonRow(results, columns, one, draw);
  return {
    caption: comparisonCaption(results),
    columns: [
      { id: 'name', title: 'strategy', cls: '' },
      { id: 'bar', title: 'quality', cls: '' },
      ...shown.map(({ id, title, align }) => ({
        id,
        title: id === 'quality' ? 'mean [interval]' : title,
        cls: align === 'right' ? 'r' : '',
      })),
      { id: 'models', title: 'models asked first', cls: '' },
    ],
    columnCount: shown.length + 3,
    sections: sections.map(({ title, rows }) => ({ title, rows: rows.map(row) })),
    cascades: beforehandText(results),
    tests: testTable(results),
  };
}

/** Columns of the shared table that the page draws or tags instead of printing. */
const DRAWN: readonly TableColumn['id'][] = ['name', 'models', 'notes'];

function comparisonRow(
  results: Results,
  columns: readonly TableColumn[],
  row: TableRow,
  draw: (row: ResultRow) => RowDrawings,
): ComparisonRow {
  const own = results.rows.find(({ id }) => id === row.id);
  if (own === undefined) throw new RangeError(`no row ${row.id}`);
  const drawn = draw(own);
  return {
    id: row.id,
    chosen: row.chosen,
    name: own.label,
    detail: detailOf(own),
    notes: rowNotes(results, own),
    bar: drawnMarkup(drawn.bar),
    mix: drawnMarkup(drawn.mix),
    mixText: drawn.mixText,
    cells: row.cells.flatMap((text, index) => {
      const column = columns[index];
      if (column === undefined || DRAWN.includes(column.id)) return [];
      return [{ id: column.id, text, cls: column.align === 'right' ? 'r' : '' }];
    }),
  };
}

/** A router's settings, or what a control is; names of models speak for themselves. */
function detailOf(row: ResultRow): string {
  if (row.marks.includes('single_model')) return '';
  return row.kind === 'control' ? row.description : parameterText(row.parameters);
}

function testTable(results: Results): PlainTable | null {
  const columns = testColumns(results);
  return plainTable({
    label: 'Tests against the reference',
    caption: `Quality against ${results.protocol.reference}. Holm corrects over the compared rows.`,
    columns: columns.map(({ title, kind }) => [title, kind] as const),
    rows: testRows(results).map((row) => columns.map(({ of }) => of(row))),
  });
}
