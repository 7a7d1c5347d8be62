import type { Confusion, ConfusionCell, ResultRow, Results } from '../domain/results.js';
import { costView } from './cost-view.js';
import { DASH, formatCount, formatEstimate, formatPoints, formatShare } from './format.js';
import { rowNames } from './row-name.js';
import { leadingRow } from './worst-categories.js';

/** A confusion matrix with the row it belongs to. */
export interface RowConfusion {
  readonly row: ResultRow;
  readonly confusion: Confusion;
}

/** What stands where a router set no class. */
const NOTHING_SET = '(none)';

/** Columns of `confusionLines`. */
export function confusionTitles(results: Results): readonly string[] {
  const cost = costView(results);
  return ['strategy', 'names', 'n', 'right', 'mistakes: quality (points)', `mistakes: ${cost.title}`];
}

/** One line a row and label: how often it is right, and what its mistakes come to. */
export function confusionLines(results: Results): readonly (readonly string[])[] {
  const name = rowNames(results);
  const cost = costView(results);
  return allConfusions(results).map(({ row, confusion: { of, n, total } }) => [
    name(row),
    of,
    formatCount(n),
    total === null ? 'its classes are no labels' : formatEstimate(total.right, 'fraction'),
    total === null ? DASH : formatPoints(total.quality),
    total === null ? DASH : signed(cost, total.cost.value),
  ]);
}

/** Every confusion matrix, the leading row's first. */
export function allConfusions(results: Results): readonly RowConfusion[] {
  const leading = leadingRow(results);
  const rows = [...results.rows].sort((a, b) => Number(b.id === leading?.id) - Number(a.id === leading?.id));
  return rows.flatMap((row) => (row.confusions ?? []).map((confusion) => ({ row, confusion })));
}

/** Columns of `mistakeLines`. */
export function mistakeTitles(results: Results): readonly string[] {
  return ['label', 'taken for', 'n', 'share', 'quality (points)', costView(results).title];
}

/** Mistakes of a matrix that changed anything, the one that changed quality most over all queries first, then by cost. */
export function mistakeLines(results: Results, { cells }: Confusion, most: number): readonly (readonly string[])[] {
  const cost = costView(results);
  const size = ({ share, quality, cost: own }: ConfusionCell): readonly [number, number] => [
    share * Math.abs(quality?.value ?? 0),
    share * Math.abs(own?.value ?? 0),
  ];
  const changed = (cell: ConfusionCell): boolean => size(cell).some((one) => one > 0);
  const bySize = (a: ConfusionCell, b: ConfusionCell): number => size(b)[0] - size(a)[0] || size(b)[1] - size(a)[1];
  return cells
    .filter((cell) => cell.right === false && changed(cell))
    .sort(bySize)
    .slice(0, most)
    .map(({ label, predicted, n, share, quality, cost: own }) => [
      label,
      predicted ?? NOTHING_SET,
      formatCount(n),
      formatShare(share),
      quality === null ? DASH : formatPoints(quality),
      signed(cost, own?.value ?? null),
    ]);
}

/** The matrix itself: labels by classes, each cell with its queries and their share of the label's. */
export interface MatrixView {
  readonly classes: readonly string[];
  readonly labels: readonly {
    readonly label: string;
    readonly n: string;
    readonly cells: readonly { readonly text: string; readonly right: boolean | null }[];
  }[];
}

/** Classes in the order of the labels they are named after, others behind. */
export function matrixView({ cells }: Confusion): MatrixView {
  const labels = [...new Set(cells.map(({ label }) => label))];
  const set = [...new Set(cells.map(({ predicted }) => predicted))];
  const place = (name: string | null): number => {
    const at = name === null ? -1 : labels.indexOf(name);
    return at < 0 ? labels.length : at;
  };
  const classes = set.sort((a, b) => place(a) - place(b) || ((a ?? '') < (b ?? '') ? -1 : 1));
  return {
    classes: classes.map((name) => name ?? NOTHING_SET),
    labels: labels.map((label) => {
      const own = cells.filter((cell) => cell.label === label);
      const total = own.reduce((sum, { n }) => sum + n, 0);
      return {
        label,
        n: formatCount(total),
        cells: classes.map((name) => {
          const cell = own.find(({ predicted }) => predicted === name);
          if (cell === undefined) return { text: '', right: null };
          return { text: `${formatCount(cell.n)} (${formatShare(cell.n / total)})`, right: cell.right };
        }),
      };
    }),
  };
}

/** A difference of costs with its sign. */
function signed(cost: ReturnType<typeof costView>, perQuery: number | null): string {
  if (perQuery === null) return DASH;
  const text = cost.format(Math.abs(perQuery));
  return perQuery === 0 ? text : `${perQuery < 0 ? '−' : '+'}${text}`;
}
