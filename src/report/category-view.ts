import type { CategoryCell, ResultRow, Results } from '../domain/results.js';
import { type CategoryMark, categoryMarks } from './category-marks.js';
import { costView } from './cost-view.js';
import { DASH, formatEstimate, formatNumber, formatPoints, points } from './format.js';
import { type PlainTable, plainTable } from './page/plain-table.js';
import { chosenRow, rowNames, rowSection } from './row-name.js';
import { FEW_QUERIES, leadingRow, worstFirst } from './worst-categories.js';

/** What the cells of a heat map say: quality against the baseline, or quality itself. */
export type HeatMeasure = 'difference' | 'quality';

export interface HeatOptions {
  readonly measure: HeatMeasure;
  /** Row id whose worst categories come first; null for the row asked about first. */
  readonly worstOf: string | null;
  /** Row ids that are left out. */
  readonly hidden: readonly string[];
}

/** Categories by rows, as text and tint. */
export interface CategoryHeat {
  /** What is shown, in a sentence. */
  readonly said: string;
  readonly columns: readonly {
    readonly rowId: string;
    readonly title: string;
    readonly chosen: boolean;
    /** Its worst categories come first. */
    readonly leading: boolean;
  }[];
  readonly rows: readonly { readonly category: string; readonly n: number; readonly cells: readonly HeatCell[] }[];
}

export interface HeatCell {
  readonly text: string;
  readonly cls: string;
}

const FIRST: HeatOptions = { measure: 'difference', worstOf: null, hidden: [] };

/** The heat map of results; null where no row that could be shipped has categories. */
export function categoryHeat(results: Results, options: HeatOptions = FIRST): CategoryHeat | null {
  const shown = shownRows(results, options);
  const leading =
    shown.find(({ id }) => id === options.worstOf) ?? shown.find(({ id }) => id === leadingRow(results)?.id) ?? shown[0];
  if (leading === undefined) return null;
  const name = rowNames(results);
  const chosen = chosenRow(results)?.id;
  const ordered = options.measure === 'difference' ? worstFirst(leading) : leastFirst(leading);
  const cells = ordered.map(({ category }) => shown.map((row) => cellOf(row, category)));
  const marks = categoryMarks(cells.flat(), results.protocol.bootstrap.confidence);
  const view = (cell: CategoryCell | undefined, at: number): HeatCell =>
    options.measure === 'difference' ? heatCell(cell, marks[at] ?? null) : qualityCell(cell);
  return {
    said:
      options.measure === 'difference'
        ? `Quality difference to ${results.protocol.reference} in points, most lost by ${name(leading)} first.`
        : `Mean quality, least of ${name(leading)} first.`,
    columns: shown.map((row) => ({
      rowId: row.id,
      title: name(row),
      chosen: row.id === chosen,
      leading: row.id === leading.id,
    })),
    rows: ordered.map(({ category, n }, row) => ({
      category,
      n,
      cells: (cells[row] ?? []).map((cell, column) => view(cell, row * shown.length + column)),
    })),
  };
}

/** Rows that could be shipped; the one that differences are against only where qualities are shown. */
function shownRows(results: Results, { measure, hidden }: HeatOptions): ResultRow[] {
  return results.rows.filter(
    (row) =>
      row.byCategory.length > 0 &&
      (measure === 'quality' || row.versusReference !== null) &&
      rowSection(row) !== 'controls' &&
      !hidden.includes(row.id),
  );
}

function cellOf(row: ResultRow, category: string): CategoryCell | undefined {
  return row.byCategory.find((cell) => cell.category === category);
}

function leastFirst(row: ResultRow): CategoryCell[] {
  const quality = (cell: CategoryCell): number => cell.quality.value ?? 2;
  return [...row.byCategory].sort((a, b) => quality(a) - quality(b));
}

/** Sizes of a difference, in points, from which a cell is tinted stronger. */
const TINTS = [0.05, 0.15] as const;

/** Tints only what is shown to differ; few queries are grey whatever they say. */
export function heatCell(cell: CategoryCell | undefined, mark: CategoryMark): HeatCell {
  const { value = null } = cell?.difference ?? {};
  if (cell === undefined || value === null) return { text: DASH, cls: 'few' };
  if (cell.n < FEW_QUERIES) return { text: points(value), cls: 'few' };
  const tint = 1 + TINTS.filter((size) => Math.abs(value) >= size).length;
  if (mark === 'better') return { text: `▲ ${points(value)}`, cls: `up${tint}` };
  if (mark === 'worse') return { text: `▼ ${points(value)}`, cls: `down${tint}` };
  return { text: points(value), cls: '' };
}

function qualityCell(cell: CategoryCell | undefined): HeatCell {
  if (cell === undefined || cell.quality.value === null) return { text: DASH, cls: 'few' };
  return { text: formatNumber(cell.quality.value, 'fraction'), cls: cell.n < FEW_QUERIES ? 'few' : '' };
}

/** Quality, difference and cost by category and row, with intervals; null where no row has categories. */
export function categoryTable(results: Results): PlainTable | null {
  const shown = shownRows(results, FIRST);
  const leading = shown.find(({ id }) => id === leadingRow(results)?.id) ?? shown[0];
  if (leading === undefined) return null;
  const rows = [...shown, ...results.rows.filter(({ versusReference }) => versusReference === null)];
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
