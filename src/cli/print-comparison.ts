import type { RunComparison } from '../domain/run-comparison.js';
import { inertTexts } from '../report/inert-text.js';
import { type RunComparisonView, runComparisonView } from '../report/run-comparison-view.js';
import { colour } from './colour.js';
import { textTable } from './text-table.js';

/** A comparison for the terminal: what it must be read with, the tables, what changed. Quiet gives only the latter. */
export function comparisonLines(comparison: RunComparison, quiet: boolean): string[] {
  const view = runComparisonView(comparison);
  if (quiet) return [headline(view)];
  const width = process.stdout.isTTY ? process.stdout.columns : Number.POSITIVE_INFINITY;
  return [
    ...headLines(inertTexts(comparison), view),
    ...view.tables.flatMap(({ title, columns, rows }) => [
      '',
      ...textTable(columns, [{ title, rows: rows.map(({ marked, cells }) => ({ chosen: marked, cells })) }], width),
    ]),
    '',
    headline(view),
  ];
}

function headLines({ base, head, synthetic }: RunComparison, view: RunComparisonView): string[] {
  return [
    colour.bold(`${head.tool} · compare ${head.experiment}${synthetic ? ' · SYNTHETIC DATA' : ''}`),
    ...view.differences.map(({ effect, text }) =>
      effect === 'incomparable'
        ? colour.red(`≠ ${text}`)
        : effect === 'caution'
          ? colour.yellow(`! ${text}`)
          : colour.dim(`  ${text}`),
    ),
    colour.dim(`base   ${base.file} · inputs ${base.inputsHash.slice(0, 12)}`),
    colour.dim(`head   ${head.file} · inputs ${head.inputsHash.slice(0, 12)}`),
    colour.dim(`inputs ${view.inputs}`),
    colour.dim(`how    ${view.how}`),
  ];
}

function headline({ headline: text, tone }: RunComparisonView): string {
  return { good: colour.green, bad: colour.red, open: colour.yellow }[tone](text);
}
