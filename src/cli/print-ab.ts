import type { AbWorkspace } from '../app/ab-workspace.js';
import { formatCount, formatNumber } from '../report/format.js';
import { inertTexts } from '../report/inert-text.js';
import { clockText, trafficText } from '../report/simulation-view.js';
import { colour } from './colour.js';
import { textTable } from './text-table.js';
import { stdoutWidth, wrapLine } from './wrap-line.js';

type Trial = AbWorkspace['trials'][number];
type Metric = AbWorkspace['spec']['metric'];

const VERDICTS = {
  b_better: 'B is better',
  a_better: 'A is better',
  guard_broken: 'stopped: a guard is broken',
  guard_open: 'decided, but a guard is open',
  undecided: 'undecided',
} as const;

/** Prints a plan, the simulated tests and the rate of false positives to stdout. */
export function printAb(outcome: AbWorkspace): void {
  const shown = inertTexts(outcome);
  const lines = [...header(shown), '', ...plan(shown), '', ...trials(shown), '', ...honesty(shown)];
  process.stdout.write(`${lines.join('\n')}\n`);
}

function header({ experiment, traffic, scenario, arm, routers, spec }: AbWorkspace): string[] {
  return [
    colour.bold(`routelab ab ${experiment.name}${experiment.synthetic ? ' · SYNTHETIC DATA' : ''}`),
    ...dim(`A      ${routers[0]}`),
    ...dim(`B      ${routers[1]}, ${formatNumber(spec.share, 'fraction')} of visits by murmur3 with the salt "${spec.salt}"`),
    ...dim(`day    ${scenario}, ${arm} · decided on ${spec.metric} per visit, a look every ${spec.everyVisits} visits`),
    ...dim(`data   traffic drawn from ${trafficText(traffic)}`),
  ];
}

function plan({ plan: planned, spec }: AbWorkspace): string[] {
  const needs = ({ visits: [a, b], days }: (typeof planned)['fixed']): string =>
    `${a === b ? `${formatCount(a)} visits in each arm` : `${formatCount(a)} visits in A and ${formatCount(b)} in B`}, ${days < 1 ? `${(24 * days).toFixed(1)} hours` : `${days.toFixed(1)} days`}`;
  return [
    `${colour.bold('PLAN')}  to see a difference of ${amount(spec.metric, spec.detect)} with power ${spec.power} at level ${spec.alpha}`,
    `  one look at the end   ${needs(planned.fixed)}`,
    `  looking all the time  ${needs(planned.sequential)} at the latest`,
    ...dim(
      `  ${spec.metric} of a visit: mean ${amount(spec.metric, planned.mean)}, standard deviation ${amount(spec.metric, planned.deviation)}; ${formatCount(Math.round(planned.visitsPerDay))} visits a day`,
    ),
  ];
}

function trials({ trials: all, spec, lengthMs }: AbWorkspace): string[] {
  const right = { align: 'right', priority: 1 } as const;
  const columns = [
    { title: 'seed', align: 'right', priority: 3 } as const,
    { title: 'verdict', align: 'left', priority: 0 } as const,
    { title: 'after', ...right },
    { title: 'visits A, B', ...right },
    { title: 'B less A, always-valid interval', ...right },
    { title: 'p', ...right },
    ...spec.guards.map(({ metric, margin }) => ({ title: `${metric}, at most ${amount(metric, margin)} worse`, ...right })),
  ];
  const rows = all.map((trial) => ({ chosen: false, cells: cellsOf(trial, spec.metric, lengthMs) }));
  return textTable(columns, [{ title: 'simulated tests', rows }], stdoutWidth());
}

function cellsOf({ seed, verdict, afterMs, looked, guards }: Trial, metric: Metric, lengthMs: number): string[] {
  const between = (of: Metric, one: Trial['looked']): string =>
    one === null ? '—' : `${amount(of, one.difference)} [${amount(of, one.low)}, ${amount(of, one.high)}]`;
  return [
    String(seed),
    VERDICTS[verdict],
    clockText(afterMs, lengthMs),
    looked === null ? '—' : looked.visits.map(formatCount).join(', '),
    between(metric, looked),
    looked === null ? '—' : looked.p < 0.001 ? '<0.001' : looked.p.toFixed(3),
    ...guards.map((guard) => `${guard.verdict} ${between(guard.metric, guard.looked)}`),
  ];
}

/** What looking all the time does to a test that was not made for it. */
function honesty({ falsePositives, routers, spec }: AbWorkspace): string[] {
  const { experiments, looks, sequential, naive } = falsePositives;
  const share = ({ share: value, low, high }: typeof naive): string =>
    `${(100 * value).toFixed(1)} % [${(100 * low).toFixed(1)}, ${(100 * high).toFixed(1)}]`;
  return wrapLine(
    `${routers[0]} against itself, ${formatCount(experiments)} times with ${looks} looks each: the sequential test sees a difference in ${share(sequential)} (promised: at most ${100 * spec.alpha} %), a z-test at every look in ${share(naive)}.`,
    stdoutWidth(),
    0,
  );
}

function amount(metric: Metric, value: number): string {
  return formatNumber(value, metric === 'cost' ? 'usd' : 'fraction');
}

function dim(text: string): string[] {
  return wrapLine(text, stdoutWidth(), 7).map((line) => colour.dim(line));
}
