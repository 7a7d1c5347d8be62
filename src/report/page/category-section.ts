import type { CategoryCell, ResultRow, Results } from '../../domain/results.js';
import { costView } from '../cost-view.js';
import { DASH, formatEstimate, formatPoints, points } from '../format.js';
import { chosenRow, rowNames, rowSection } from '../row-name.js';
import { FEW_QUERIES, leadingRow, worstFirst } from '../worst-categories.js';
import { type PlainTable, plainTable } from './plain-table.js';

export interface CategorySection {
  readonly reference: string;
  readonly few: number;
  /** Row whose losses order the categories. */
  readonly leading: string;
  readonly columns: readonly { readonly title: string; readonly chosen: boolean }[];
  readonly rows: readonly {
    readonly category: string;
    readonly n: number;
    readonly cells: readonly { readonly text: string; readonly cls: string }[];
  }[];
  readonly twin: PlainTable | null;
}

/** Quality against the reference by category and row, most lost first; null where no row has categories. */
export function categorySection(results: Results): CategorySection | null {
  const shown = results.rows.filter(
    (row) => row.byCategory.length > 0 && row.versusReference !== null && rowSection(row) !== 'controls',
  );
  const leading = shown.find(({ id }) => id === leadingRow(results)?.id) ?? shown[0];
  if (leading === undefined) return null;
  const name = rowNames(results);
  const chosen = chosenRow(results)?.id;
  return {
    reference: results.protocol.reference,
    few: FEW_QUERIES,
    leading: name(leading),
    columns: shown.map((row) => ({ title: name(row), chosen: row.id === chosen })),
    rows: worstFirst(leading).map(({ category, n }) => ({
      category,
      n,
      cells: shown.map((row) => heatCell(cellOf(row, category))),
    })),
    twin: twin(results, [...shown, ...results.rows.filter(({ versusReference }) => versusReference === null)], leading),
  };
}

function cellOf(row: ResultRow, category: string): CategoryCell | undefined {
  return row.byCategory.find((cell) => cell.category === category);
}

/** Sizes of a difference, in points, from which a cell is tinted stronger. */
const TINTS = [0.05, 0.15] as const;

/** Tints only what the interval shows to differ; few queries are grey whatever they say. */
export function heatCell(cell: CategoryCell | undefined): { text: string; cls: string } {
  const { value = null, low = null, high = null } = cell?.difference ?? {};
  if (cell === undefined || value === null) return { text: DASH, cls: 'few' };
  if (cell.n < FEW_QUERIES) return { text: points(value), cls: 'few' };
  const tint = 1 + TINTS.filter((size) => Math.abs(value) >= size).length;
  if (low !== null && low > 0) return { text: `▲ ${points(value)}`, cls: `up${tint}` };
  if (high !== null && high < 0) return { text: `▼ ${points(value)}`, cls: `down${tint}` };
  return { text: points(value), cls: '' };
}

function twin(results: Results, rows: readonly ResultRow[], leading: ResultRow): PlainTable | null {
  const cost = costView(results);
  return plainTable({
    label: 'Quality by category with intervals',
    columns: [
      ['category', 'text'],
      ['row', 'text'],
      ['n', 'number'],
      ['quality', 'number'],
      [`Δ vs ${results.protocol.reference} (points)`, 'number'],
      [cost.title, 'number'],
    ],
    rows: worstFirst(leading).flatMap(({ category }) =>
      rows.flatMap((row) => {
        const cell = cellOf(row, category);
        if (cell === undefined) return [];
        const { n, quality, difference } = cell;
        const versus = row.versusReference === null ? DASH : formatPoints(difference);
        return [[category, row.label, String(n), formatEstimate(quality, 'fraction'), versus, cost.format(cell.cost.value)]];
      }),
    ),
  });
}
