import type { ResultRow, Results } from '../domain/results.js';
import { costView } from './cost-view.js';
import { DASH, formatEstimate, formatNumber, formatPoints, formatShare, formatTimes, metricOf } from './format.js';
import { inertResults } from './inert-text.js';
import { chosenRow, modelNames, rowSection } from './row-name.js';
import { rowNotes } from './row-notes.js';

/** A column of the comparison table. */
export interface TableColumn {
  readonly id: 'name' | 'quality' | 'difference' | 'cost' | 'cheaper' | 'latency' | 'violations' | 'regret' | 'models' | 'notes';
  readonly title: string;
  readonly align: 'left' | 'right';
  /** Lower stays longer where room is short. */
  readonly priority: number;
}

/** What a column sorts by, where it does. */
export interface SortableColumn extends TableColumn {
  /** The number behind a row's text; null where it has none. */
  value(row: ResultRow): number | null;
}

/** A row as text; `cells` follow the columns. */
export interface TableRow {
  readonly id: string;
  readonly chosen: boolean;
  readonly cells: readonly string[];
}

/** The comparison table as every view shows it: terminal, Markdown and page. */
export interface TableView {
  readonly columns: readonly TableColumn[];
  readonly sections: readonly { readonly title: string; readonly rows: readonly TableRow[] }[];
}

/** The table of a comparison: strategies best first, then single models, then controls. Its texts are inert. */
export function tableView(results: Results): TableView {
  const shown = inertResults(results);
  const columns = columnsOf(shown);
  const chosen = chosenRow(shown)?.id;
  const view = (row: ResultRow): TableRow => ({
    id: row.id,
    chosen: row.id === chosen,
    cells: columns.map(({ of }) => of(row)),
  });
  return {
    columns: columns.map(({ id, title, align, priority }) => ({ id, title, align, priority })),
    sections: (['strategies', 'single models', 'controls'] as const)
      .map((title) => ({ title, rows: shown.rows.filter((row) => rowSection(row) === title).map(view) }))
      .filter(({ rows }) => rows.length > 0),
  };
}

type Column = SortableColumn & { of(row: ResultRow): string };

/** The columns of the table with the numbers behind their texts. */
export function tableColumns(results: Results): readonly SortableColumn[] {
  return columnsOf(results);
}

function columnsOf(results: Results): Column[] {
  const { protocol, workload } = results;
  const cost = costView(results);
  const name = modelNames(workload.models.map(({ modelId }) => modelId));
  return [
    left('name', 'strategy', 0, (row) => row.label),
    right('quality', 'quality', 1, (row) => formatEstimate(metricOf(row, 'quality.mean'), 'fraction'), metric('quality.mean')),
    right(
      'difference',
      `Δ vs ${protocol.reference} (points)`,
      2,
      difference,
      ({ versusReference }) => versusReference?.quality.value ?? null,
    ),
    right(
      'cost',
      cost.title,
      1,
      (row) => formatNumber(cost.of(row).value, cost.unit),
      (row) => cost.of(row).value,
    ),
    right(
      'cheaper',
      cost.ratio.column,
      3,
      (row) => formatTimes(cost.ratio.of(row).value),
      (row) => cost.ratio.of(row).value,
    ),
    right('latency', 'p50/p95 ms', 5, latencies, metric('latency.p95')),
    ...(results.rows.some(({ violations }) => violations !== undefined)
      ? [
          right(
            'violations',
            'violations',
            4,
            ({ violations }) => formatNumber(violations ?? null, 'count'),
            ({ violations }) => violations ?? null,
          ),
        ]
      : []),
    right(
      'regret',
      'regret',
      6,
      (row) => formatNumber(metricOf(row, 'regret.quality').value, 'fraction'),
      metric('regret.quality'),
    ),
    left('models', 'models', 8, (row) => mostUsed(row, name)),
    left('notes', 'notes', 7, (row) =>
      rowNotes(results, row)
        .map(({ text }) => text)
        .join(' · '),
    ),
  ];
}

function left(id: TableColumn['id'], title: string, priority: number, of: Column['of']): Column {
  return { id, title, align: 'left', priority, of, value: () => null };
}

function right(id: TableColumn['id'], title: string, priority: number, of: Column['of'], value: Column['value']): Column {
  return { id, title, align: 'right', priority, of, value };
}

function metric(name: string): Column['value'] {
  return (row) => metricOf(row, name).value;
}

function difference({ versusReference }: ResultRow): string {
  return versusReference === null ? DASH : formatPoints(versusReference.quality);
}

function latencies(row: ResultRow): string {
  const p50 = metricOf(row, 'latency.p50').value;
  const p95 = metricOf(row, 'latency.p95').value;
  return p50 === null && p95 === null ? DASH : `${formatNumber(p50, 'ms')}/${formatNumber(p95, 'ms')}`;
}

/** The two models asked most. */
function mostUsed({ shares }: ResultRow, name: (modelId: string) => string): string {
  const used = shares.filter(({ share }) => share > 0).sort((a, b) => b.share - a.share);
  if (used.length === 0) return DASH;
  const first = used.slice(0, 2).map(({ modelId, share }) => `${name(modelId)} ${formatShare(share)}`);
  return first.join(', ') + (used.length > 2 ? ', …' : '');
}
