import type { AbResults } from '../../domain/ab.js';
import { abColumns, amountText, falsePositiveText, lengthText, mostDaysText, rememberText } from '../../report/ab-view.js';
import { formatCount, formatNumber } from '../../report/format.js';
import { inertTexts } from '../../report/inert-text.js';
import { trafficText } from '../../report/simulation-view.js';
import { colour } from './colour.js';
import { textTable } from './text-table.js';
import { stdoutWidth, wrapLine } from './wrap-line.js';

/** Prints a plan, the simulated tests and the rate of false positives to stdout. */
export function printAb(results: AbResults): void {
  const shown = inertTexts(results);
  const lines = [...header(shown), '', ...plan(shown), '', ...trials(shown), '', ...honesty(shown)];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function header(results: AbResults): string[] {
  const { experiment, traffic, scenario, arm, routers, spec } = results;
  return [
    colour.bold(`routelab ab ${experiment.name}${experiment.synthetic ? ' · SYNTHETIC DATA' : ''}`),
    ...dim(`A      ${routers[0]}`),
    ...dim(`B      ${routers[1]}, ${formatNumber(spec.share, 'fraction')} of visits by murmur3 with the salt "${spec.salt}"`),
    ...dim(
      `day    ${scenario.name}, ${mostDaysText(results)}, ${arm ?? 'each as shipped'} · decided on ${spec.metric} per visit, a look every ${spec.everyVisits} visits`,
    ),
    ...dim(`data   traffic drawn from ${trafficText(traffic)}`),
  ];
}

function plan({ plan: planned, spec, costUnit }: AbResults): string[] {
  const amount = (value: number): string => amountText(spec.metric, value, costUnit);
  return [
    `${colour.bold('PLAN')}  to see a difference of ${amount(spec.detect)} with power ${spec.power} at level ${spec.alpha}`,
    `  one look at the end   ${lengthText(planned.fixed)}`,
    `  looking all the time  ${lengthText(planned.sequential)} at the latest`,
    ...dim(
      `  ${spec.metric} of a visit: mean ${amount(planned.mean)}, standard deviation ${amount(planned.deviation)}; ${formatCount(Math.round(planned.visitsPerDay))} visits a day`,
    ),
  ];
}

function trials(results: AbResults): string[] {
  const columns = abColumns(results);
  const rows = results.trials.map((trial) => ({ chosen: false, cells: columns.map(({ of }) => of(trial)) }));
  return textTable(columns, [{ title: 'simulated tests', rows }], stdoutWidth());
}

function honesty(results: AbResults): string[] {
  const remembers = rememberText(results);
  return [
    ...(remembers === '' ? [] : wrapLine(remembers, stdoutWidth(), 0)),
    ...wrapLine(falsePositiveText(results), stdoutWidth(), 0),
  ];
}

function dim(text: string): string[] {
  return wrapLine(text, stdoutWidth(), 7).map((line) => colour.dim(line));
}
