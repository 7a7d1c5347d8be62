import type { Results } from '../../domain/results.js';
import type { RunComparison } from '../../domain/run-comparison.js';
import { inertTexts } from '../../report/inert-text.js';
import { type RunComparisonView, runComparisonView } from '../../report/run-comparison-view.js';
import { HEAD_VERDICT } from '../../report/what-would-change.js';
import { colour } from './colour.js';
import { conditionLines } from './condition-lines.js';
import { textTable } from './text-table.js';
import { stdoutWidth, wrapLine } from './wrap-line.js';

/**
 * A comparison for the terminal: what it must be read with, the tables, what would change the verdict of head, what changed. Quiet
 * gives only the latter.
 */
export function comparisonLines(comparison: RunComparison, head: Results, quiet: boolean): string[] {
  const view = runComparisonView(comparison);
  if (quiet) return headline(view);
  const width = stdoutWidth();
  return [
    ...headLines(inertTexts(comparison), view),
    ...view.tables.flatMap(({ title, columns, rows }) => [
      '',
      ...textTable(columns, [{ title, rows: rows.map(({ marked, cells }) => ({ chosen: marked, cells })) }], width),
    ]),
    ...conditionLines(head, HEAD_VERDICT.toUpperCase()),
    '',
    ...headline(view),
  ];
}

function headLines({ base, head, synthetic }: RunComparison, view: RunComparisonView): string[] {
  return [
    colour.bold(`${head.tool} · compare ${head.experiment}${synthetic ? ' · SYNTHETIC DATA' : ''}`),
    ...view.differences.flatMap(({ effect, text }) => shaded(`${SIGN[effect]} ${text}`, 2, SHADE[effect])),
    ...shaded(`base   ${base.file} · inputs ${base.inputsHash.slice(0, 12)}`, 7, colour.dim),
    ...shaded(`head   ${head.file} · inputs ${head.inputsHash.slice(0, 12)}`, 7, colour.dim),
    ...shaded(`inputs ${view.inputs}`, 7, colour.dim),
    ...shaded(`how    ${view.how}`, 7, colour.dim),
  ];
}

function headline({ headline: text, tone }: RunComparisonView): string[] {
  return shaded(text, 0, { good: colour.green, bad: colour.red, open: colour.yellow }[tone]);
}

const SIGN = { incomparable: '≠', caution: '!', note: ' ' } as const;
const SHADE = { incomparable: colour.red, caution: colour.yellow, note: colour.dim } as const;

function shaded(text: string, indent: number, shade: (line: string) => string): string[] {
  return wrapLine(text, stdoutWidth(), indent).map((line) => shade(line));
}
