/** How a column is set: running numbers right, long texts wrapped, code in a typewriter face. */
export type ColumnKind = 'text' | 'number' | 'long' | 'code';

/** A cell with the class that sets it. */
export interface PlainCell {
  readonly text: string;
  readonly cls: string;
}

/** A table of texts, its first column naming the rows. */
export interface PlainTable {
  /** Names the scrolling region for screen readers. */
  readonly label: string;
  readonly caption: string | null;
  readonly columns: readonly PlainCell[];
  readonly rows: readonly { readonly cls: string; readonly head: string; readonly cells: readonly PlainCell[] }[];
}

/** What a table is made from: rows are texts by column, `chosen` marks one of them. */
export interface PlainTableInput {
  readonly label: string;
  readonly caption?: string;
  readonly columns: readonly (readonly [title: string, kind: ColumnKind])[];
  readonly rows: readonly (readonly string[])[];
  readonly chosen?: (row: number) => boolean;
}

/** A table from texts, or null when it would have no rows. */
export function plainTable({ label, caption, columns, rows, chosen }: PlainTableInput): PlainTable | null {
  if (rows.length === 0) return null;
  return {
    label,
    caption: caption ?? null,
    columns: columns.map(([text, kind]) => ({ text, cls: kind === 'number' ? 'r' : '' })),
    rows: rows.map(([head = '', ...cells], row) => ({
      cls: chosen?.(row) === true ? 'chosen' : '',
      head,
      cells: cells.map((text, index) => ({ text, cls: cellClass(columns[index + 1]?.[1]) })),
    })),
  };
}

function cellClass(kind: ColumnKind | undefined): string {
  return kind === 'number' ? 'r' : kind === 'long' ? 'wrap' : kind === 'code' ? 'wrap code' : '';
}
