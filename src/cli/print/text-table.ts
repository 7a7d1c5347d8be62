import { colour } from './colour.js';
import { wrapLine } from './wrap-line.js';

interface Column {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** Lower stays longer when the terminal is narrow. */
  readonly priority: number;
}

interface Section {
  readonly title: string;
  readonly rows: readonly { readonly chosen: boolean; readonly cells: readonly string[] }[];
}

/**
 * Lines of a table that fits `width`: columns of the highest priority number are dropped first, and named below; none is
 * ever wrapped.
 */
export function textTable(columns: readonly Column[], sections: readonly Section[], width: number): string[] {
  const widths = columns.map((column, index) =>
    Math.max(visible(column.title), ...sections.flatMap(({ rows }) => rows.map(({ cells }) => visible(cells[index] ?? '')))),
  );
  const kept = fitting(columns, widths, width - 2);
  const line = (cells: readonly string[]): string =>
    kept
      .map((index) => padded(cells[index] ?? '', widths[index] ?? 0, columns[index]?.align ?? 'left'))
      .join('  ')
      .trimEnd();
  return [
    `  ${colour.dim(line(columns.map(({ title }) => title)))}`,
    ...sections.flatMap(({ title, rows }) =>
      rows.length === 0
        ? []
        : [
            colour.bold(title.toUpperCase()),
            ...rows.map(
              ({ chosen, cells }) => `${chosen ? colour.green('★') : ' '} ${chosen ? colour.green(line(cells)) : line(cells)}`,
            ),
          ],
    ),
    ...leftOut(columns, kept, width),
  ];
}

/** A column that is not there should be missed. */
function leftOut(columns: readonly Column[], kept: readonly number[], width: number): string[] {
  const titles = columns.filter((_, index) => !kept.includes(index)).map(({ title }) => title);
  if (titles.length === 0) return [];
  return wrapLine(`  left out for width: ${titles.join(', ')}`, width, 4).map((text) => colour.dim(text));
}

function fitting(columns: readonly Column[], widths: readonly number[], width: number): number[] {
  let kept = columns.map((_, index) => index);
  const total = (): number => kept.reduce((sum, index) => sum + (widths[index] ?? 0) + 2, -2);
  while (kept.length > 2 && total() > width) {
    const dropped = kept.reduce((worst, index) =>
      (columns[index]?.priority ?? 0) >= (columns[worst]?.priority ?? 0) ? index : worst,
    );
    kept = kept.filter((index) => index !== dropped);
  }
  return kept;
}

function padded(text: string, width: number, align: 'left' | 'right'): string {
  const space = ' '.repeat(Math.max(0, width - visible(text)));
  return align === 'right' ? space + text : text + space;
}

/** Columns a text takes in a terminal, near enough: code points. */
function visible(text: string): number {
  return [...text].length;
}
