import { counted } from '../../domain/measured-text.js';
import type { ConstraintJudgement, Results } from '../../domain/results.js';
import { choiceView } from '../../report/choice-view.js';
import { withoutCodeMarks } from '../../report/code-words.js';
import { formatMeasured, VERDICT_SIGN } from '../../report/format.js';
import { gateLines, gateSummary } from '../../report/gate-view.js';
import { inertResults } from '../../report/inert-text.js';
import { judgeLine } from '../../report/judge-view.js';
import { passedOver } from '../../report/passed-over.js';
import { chosenOnText, measuredText } from '../../report/protocol-text.js';
import { nearestRow, standingRow } from '../../report/row-name.js';
import { searchViews } from '../../report/search-view.js';
import { tableView } from '../../report/table-view.js';
import { auditLines } from './audit-lines.js';
import { colour } from './colour.js';
import { conditionLines } from './condition-lines.js';
import { textTable } from './text-table.js';
import { stdoutWidth, wrapLine } from './wrap-line.js';

/** Prints results to stdout: what was measured, constraints, the table, audits, the verdict. Quiet prints the verdict alone. `more` ends the verdict. */
export async function printResults(results: Results, quiet: boolean, more: string | null = null): Promise<void> {
  const lines = quiet
    ? []
    : [
        ...header(results),
        '',
        ...gates(results),
        ...constraints(results),
        ...table(results),
        ...over(results),
        ...searches(results),
        ...audits(results),
        ...conditionLines(results, 'WHAT WOULD CHANGE THIS'),
        '',
      ];
  process.stdout.write(`${[...lines, ...verdict(results, more)].join('\n')}\n`);
}

function header(results: Results): string[] {
  const { experiment, protocol, workload, tool, inputs } = results;
  const chosenOn = chosenOnText(protocol);
  return [
    colour.bold(`${tool.name} ${tool.version} · ${experiment.name}${experiment.synthetic ? ' · SYNTHETIC DATA' : ''}`),
    ...dimLines(
      `data   ${counted(workload.queries, 'query', 'queries')}, ${counted(workload.categories.length, 'category', 'categories')}, ${counted(workload.models.length, 'model')} · measured on ${measuredText(results)}`,
    ),
    ...dimLines(
      `how    ${chosenOn === null ? 'nothing chosen' : `chosen on ${chosenOn}`} · scorer ${protocol.scorer.type} v${protocol.scorer.version} · ${100 * protocol.bootstrap.confidence} % intervals, ${protocol.bootstrap.replicates} resamples by group, seed ${protocol.bootstrap.seed} · prices ${protocol.pricedAt ?? '—'}${protocol.costEstimated === true ? ', tokens estimated' : ''} · inputs ${inputs.hash.slice(0, 12)}`,
    ),
    ...judgeLines(results),
  ];
}

/** Who judged, and what that cost apart from routing. */
function judgeLines(results: Results): string[] {
  return (inertResults(results).judges ?? []).flatMap((judge) => dimLines(`judge  ${judgeLine(judge)}`));
}

function dimLines(text: string): string[] {
  return wrapLine(text, stdoutWidth(), 7).map((line) => colour.dim(line));
}

const SIGN = {
  pass: colour.green(VERDICT_SIGN.pass),
  fail: colour.red(VERDICT_SIGN.fail),
  undecided: colour.yellow(VERDICT_SIGN.undecided),
} as const;

/** Gates with the number beside the promise, and why one does not pass. */
function gates(results: Results): string[] {
  const lines = gateLines(inertResults(results));
  if (lines.length === 0) return [];
  const width = Math.min(48, Math.max(...lines.map(({ text }) => text.length)));
  return [
    `${colour.bold('GATES')}  ${colour.dim(gateSummary(results))}`,
    ...lines.flatMap(({ verdict: judged, level, text, observed, of, why }) => [
      `  ${judged === 'fail' && level === 'warn' ? colour.yellow(VERDICT_SIGN.fail) : SIGN[judged]} ${text.padEnd(width)}  ${observed}${level === 'warn' ? colour.dim('  warn only') : ''}`,
      ...(why === '' ? [] : wrapLine(`      ${of}: ${why}`, stdoutWidth(), 8).map((line) => colour.dim(line))),
    ]),
    '',
  ];
}

/** The constraints as the chosen row, or the one nearest to a choice, meets them on the reported part. */
function constraints(results: Results): string[] {
  const row = standingRow(results) ?? nearestRow(results);
  if (row === undefined || row.constraints.length === 0) return [];
  return [colour.bold(`CONSTRAINTS  ${row.label}`), ...row.constraints.map(constraintLine), ''];
}

function constraintLine({ text, verdict: judged, observed, unit }: ConstraintJudgement): string {
  return `  ${SIGN[judged]} ${text.padEnd(48)} ${formatMeasured(observed, unit)}`;
}

function table(results: Results): string[] {
  const { columns, sections } = tableView(results);
  return textTable(columns, sections, stdoutWidth());
}

/** Why the row with the highest chance of being best isn't the chosen one. */
function over(results: Results): string[] {
  const text = passedOver(inertResults(results));
  return text === null ? [] : ['', ...dimLines(text)];
}

/** How tuned strategies came about, and what the looking flattered. */
function searches(results: Results): string[] {
  return searchViews(inertResults(results)).flatMap(({ strategy, facts }) => [
    '',
    `${colour.bold('SEARCH')}  ${strategy}`,
    ...facts.map(({ term, text }) => `  ${colour.dim(term.padEnd(13))} ${text}`),
  ]);
}

function audits(results: Results): string[] {
  const lines = auditLines(results.audits, 'in the report');
  return lines.length === 0 ? [] : ['', ...lines];
}

const TONE = { good: colour.green, bad: colour.red, open: (text: string) => text } as const;

function verdict(results: Results, more: string | null): string[] {
  const shade = more === null ? TONE[choiceView(results).tone] : TONE.open;
  const text = withoutCodeMarks(more === null ? results.verdict : `${results.verdict} ${more}`);
  return wrapLine(text, stdoutWidth(), 0).map((line) => shade(line));
}
