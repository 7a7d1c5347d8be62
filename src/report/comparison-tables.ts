import type { Change, QueryChange, RowChange, RunComparison } from '../domain/run-comparison.js';
import { formatChange } from './change-format.js';
import { moved } from './comparison-text.js';
import { DASH, formatCount, VERDICT_SIGN } from './format.js';
import { gateLines } from './gate-view.js';
import { parameterText } from './protocol-text.js';

/** A table of texts as every view of a comparison shows it. Lower priorities stay longer where room is short. */
export interface TextTable {
  readonly title: string;
  readonly columns: readonly { readonly title: string; readonly align: 'left' | 'right'; readonly priority: number }[];
  readonly rows: readonly { readonly marked: boolean; readonly cells: readonly string[] }[];
}

/** The tables of a comparison that have rows, the most asked for first. */
export function comparisonTables(comparison: RunComparison): readonly TextTable[] {
  const { rows } = comparison;
  const strategies = rows.filter(({ kind }) => kind !== 'control');
  const beneath = rows.filter((row) => row.kind === 'control' && moved(row));
  return [
    gateTable(comparison),
    changeTable('strategies', strategies),
    changeTable('single models and controls that changed', beneath),
    settingsTable(rows),
    sliceTable(rows),
    ...queryTables(rows),
    appearedTable(comparison),
  ].filter((table) => table.rows.length > 0);
}

function gateTable({ gates, head, rows }: RunComparison): TextTable {
  const named = rows.map(({ headId, label }) => ({ id: headId, label }));
  const known = head.ships === null ? named : [...named, head.ships];
  const lines = gateLines({ gates: gates.map((gate) => gate.head), rows: known });
  return {
    title: 'gates of head',
    columns: [left('gate', 0), left('level', 4), left('base', 2), left('head', 1), left('why', 3)],
    rows: lines.map(({ sign, text, level, verdict, observed, why }, index) => {
      const before = gates[index]?.base ?? null;
      const was = before === null ? 'no such gate' : `${VERDICT_SIGN[before]} ${before}`;
      return { marked: false, cells: [text, level, was, `${sign} ${verdict} ${observed}`, why] };
    }),
  };
}

function changeTable(title: string, rows: readonly RowChange[]): TextTable {
  return {
    title,
    columns: [
      left('strategy', 0),
      right('Δ quality (points)', 1),
      right('Δ cost', 2),
      right('Δ p95 latency', 4),
      right('other calls', 5),
      right('better/worse', 6),
      left('verdict', 3),
    ],
    rows: rows.map((row) => ({
      marked: row.ships,
      cells: [row.label, ...row.changes.map(formatChange), callsText(row), movedText(row), verdictText(row)],
    })),
  };
}

function callsText({ decisions }: RowChange): string {
  return decisions === null ? DASH : `${formatCount(decisions.changed)} of ${formatCount(decisions.queries)}`;
}

function movedText({ decisions }: RowChange): string {
  if (decisions === null || decisions.better === null || decisions.worse === null) return DASH;
  return `${formatCount(decisions.better)}/${formatCount(decisions.worse)}`;
}

/** A row in a word or two. */
function verdictText({ changes, kind }: RowChange): string {
  const has = (verdict: Change['verdict']): boolean => changes.some((change) => change.verdict === verdict);
  if (kind === 'control') return 'changed';
  if (changes.some(({ beyondTolerance }) => beyondTolerance)) return has('better') ? 'regression, with gains' : 'regression';
  if (has('worse')) return has('better') ? 'worse within tolerance, with gains' : 'worse within tolerance';
  if (has('better')) return 'better';
  if (has('incomparable')) return 'not comparable';
  return changes.every(({ verdict }) => verdict === 'unchanged' || verdict === 'unavailable') ? 'unchanged' : 'no sig. change';
}

function settingsTable(rows: readonly RowChange[]): TextTable {
  return {
    title: 'settings',
    columns: [left('strategy', 0), left('base', 1), left('head', 1)],
    rows: rows
      .filter(({ settings }) => settings.length > 0)
      .map(({ label, settings }) => {
        const side = (which: 'base' | 'head'): string =>
          parameterText(Object.fromEntries(settings.flatMap((one) => (one[which] === null ? [] : [[one.name, one[which]]])))) ||
          DASH;
        return { marked: false, cells: [label, side('base'), side('head')] };
      }),
  };
}

/** Categories in which a strategy got better or worse. */
function sliceTable(rows: readonly RowChange[]): TextTable {
  const found = rows.flatMap((row) =>
    row.slices
      .filter(({ quality, cost }) => [quality, cost].some(({ verdict }) => verdict === 'better' || verdict === 'worse'))
      .map((slice) => ({ row, slice })),
  );
  return {
    title: 'categories that changed',
    columns: [left('strategy', 0), left('category', 0), right('n', 3), right('Δ quality (points)', 1), right('Δ cost', 2)],
    rows: found.map(({ row, slice: { category, n, quality, cost } }) => ({
      marked: false,
      cells: [row.label, category, n[0] === n[1] ? String(n[1]) : `${n[0]} → ${n[1]}`, formatChange(quality), formatChange(cost)],
    })),
  };
}

/** Queries lost and won by what ships, and lost by every strategy with a regression in quality. */
function queryTables(rows: readonly RowChange[]): TextTable[] {
  return rows.flatMap((row) => {
    const { decisions } = row;
    if (decisions === null) return [];
    const regressed = row.changes.some(({ measure, verdict }) => measure === 'quality' && verdict === 'worse');
    return [
      ...(row.ships || regressed ? [queryTable(row, 'worse', decisions.worse ?? 0, decisions.regressions)] : []),
      ...(row.ships ? [queryTable(row, 'better', decisions.better ?? 0, decisions.improvements)] : []),
    ];
  });
}

function queryTable({ label }: RowChange, which: 'better' | 'worse', of: number, list: readonly QueryChange[]): TextTable {
  const shown = list.length < of ? `, ${list.length} of ${formatCount(of)}` : '';
  return {
    title: `queries ${label} answers ${which}${shown}`,
    columns: [left('query', 0), left('category', 4), right('quality', 1), left('calls', 2), left('why now', 3)],
    rows: list.map(({ queryId, category, quality, calls, reason }) => ({
      marked: false,
      cells: [
        queryId,
        category ?? DASH,
        quality.map((one) => String(Number(one.toFixed(3)))).join(' → '),
        calls[0] === calls[1] ? (calls[1] ?? DASH) : calls.map((one) => one ?? DASH).join(' → '),
        reason ?? DASH,
      ],
    })),
  };
}

function appearedTable({ added, removed }: RunComparison): TextTable {
  const rows = [
    ...added.map((row) => ({ ...row, where: 'only in head' })),
    ...removed.map((row) => ({ ...row, where: 'only in base' })),
  ];
  return {
    title: 'rows of one run only',
    columns: [left('strategy', 0), left('', 1)],
    rows: rows.map(({ label, where }) => ({ marked: false, cells: [label, where] })),
  };
}

function left(title: string, priority: number): TextTable['columns'][number] {
  return { title, align: 'left', priority };
}

function right(title: string, priority: number): TextTable['columns'][number] {
  return { title, align: 'right', priority };
}
