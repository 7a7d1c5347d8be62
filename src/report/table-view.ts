import type { ResultRow, Results } from '../domain/results.js';
import {
  costTitle,
  costUnit,
  DASH,
  formatEstimate,
  formatMark,
  formatNumber,
  formatPoints,
  formatShare,
  metricOf,
} from './format.js';

/** A column of the comparison table. */
export interface TableColumn {
  readonly id: string;
  readonly title: string;
  readonly align: 'left' | 'right';
  /** Lower stays longer where room is short. */
  readonly priority: number;
}

/** A row as text. */
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

/** The table of a comparison: strategies best first, then single models, then controls. */
export function tableView(results: Results): TableView {
  const cells = columnsOf(results);
  const chosen = 'rowId' in results.choice ? results.choice.rowId : null;
  const rowOf = (row: ResultRow): TableRow => ({ id: row.id, chosen: row.id === chosen, cells: cells.map(({ of }) => of(row)) });
  const section = (title: string, belongs: (row: ResultRow) => boolean) => ({
    title,
    rows: results.rows.filter(belongs).map(rowOf),
  });
  return {
    columns: cells.map(({ id, title, align, priority }) => ({ id, title, align, priority })),
    sections: [
      section('strategies', ({ kind }) => kind !== 'control'),
      section('single models', ({ marks }) => marks.includes('single_model')),
      section('controls', ({ kind, marks }) => kind === 'control' && !marks.includes('single_model')),
    ].filter(({ rows }) => rows.length > 0),
  };
}

function columnsOf(results: Results): (TableColumn & { of(row: ResultRow): string })[] {
  const unit = costUnit(results);
  const metric = (name: string) => (row: ResultRow) => metricOf(row, name);
  return [
    { id: 'name', title: 'strategy', align: 'left', priority: 0, of: (row) => row.label },
    {
      id: 'quality',
      title: 'quality',
      align: 'right',
      priority: 1,
      of: (row) => formatEstimate(metric('quality.mean')(row), 'fraction'),
    },
    { id: 'difference', title: `Δ vs ${results.protocol.reference} (points)`, align: 'right', priority: 2, of: difference },
    {
      id: 'cost',
      title: costTitle(results),
      align: 'right',
      priority: 1,
      of: (row) => formatNumber(metric('cost.per1k')(row).value, unit),
    },
    { id: 'cheaper', title: '× cheaper', align: 'right', priority: 3, of: timesCheaper },
    {
      id: 'latency',
      title: 'p50/p95 ms',
      align: 'right',
      priority: 5,
      of: (row) => latencies(metric('latency.p50')(row).value, metric('latency.p95')(row).value),
    },
    {
      id: 'regret',
      title: 'regret',
      align: 'right',
      priority: 6,
      of: (row) => formatNumber(metric('regret.quality')(row).value, 'fraction'),
    },
    { id: 'models', title: 'models', align: 'left', priority: 8, of: (row) => shares(row) },
    { id: 'notes', title: 'notes', align: 'left', priority: 7, of: (row) => notes(results, row) },
  ];
}

function difference(row: ResultRow): string {
  return row.versusReference === null ? DASH : formatPoints(row.versusReference.quality);
}

function timesCheaper(row: ResultRow): string {
  const value = row.versusReference?.timesCheaper.value ?? null;
  return value === null ? DASH : `${value.toFixed(value < 10 ? 2 : 1)}×`;
}

function latencies(p50: number | null, p95: number | null): string {
  return p50 === null && p95 === null ? DASH : `${formatNumber(p50, 'ms')}/${formatNumber(p95, 'ms')}`;
}

/** The two most used models. */
function shares(row: ResultRow): string {
  const used = [...row.shares].filter(({ share }) => share > 0).sort((a, b) => b.share - a.share);
  return used.length === 0
    ? DASH
    : used
        .slice(0, 2)
        .map(({ modelId, share }) => `${shortName(modelId)} ${formatShare(share)}`)
        .join(', ') + (used.length > 2 ? ', …' : '');
}

/** The part of an id after the provider. */
export function shortName(modelId: string): string {
  return modelId.slice(modelId.lastIndexOf('/') + 1);
}

/** What a reader should know of a row: front, significance, constraints, marks. */
export function notes(results: Results, row: ResultRow): string {
  const failing = row.constraints.filter(({ verdict }) => verdict === 'fail').length;
  const open = row.constraints.filter(({ verdict }) => verdict === 'undecided').length;
  return [
    ...(results.front.includes(row.id) ? ['front'] : []),
    ...(row.id === `single:${results.protocol.reference}` ? ['reference'] : []),
    ...significance(row),
    ...(failing > 0 ? [`fails ${failing}`] : []),
    ...(open > 0 ? [`undecided ${open}`] : []),
    ...row.marks.filter((mark) => mark !== 'single_model').map(formatMark),
  ].join(' · ');
}

function significance(row: ResultRow): string[] {
  const test = row.versusReference?.test;
  if (test == null) return [];
  if (test.pAdjusted >= 0.05) return ['no sig. difference'];
  return [(row.versusReference?.quality.value ?? 0) < 0 ? '▼ sig.' : '▲ sig.'];
}
