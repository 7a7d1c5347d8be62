import type { AbLength, AbMetric, AbResults, AbTrial, Looked } from '../domain/ab.js';
import { formatCount, formatNumber } from './format.js';
import { clockText } from './simulation-view.js';

const VERDICTS = {
  b_better: 'B is better',
  a_better: 'A is better',
  guard_broken: 'stopped: a guard is broken',
  guard_open: 'decided, but a guard is open',
  undecided: 'undecided',
} as const;

/** A column of the simulated tests. */
export interface AbColumn {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** Lower stays longer when the terminal is narrow. */
  readonly priority: number;
  readonly of: (trial: AbTrial) => string;
}

/** What simulated tests are told by, in every view. */
export function abColumns({ spec, scenario, costUnit, trials }: AbResults): AbColumn[] {
  const several = trials.some(({ days }) => days > 1);
  const lengthMs = scenario.lengthMs * (several ? 2 : 1);
  const difference = (of: AbMetric, one: Looked | null): string =>
    one === null
      ? '—'
      : `${amountText(of, one.difference, costUnit)} [${amountText(of, one.low, costUnit)}, ${amountText(of, one.high, costUnit)}]`;
  return [
    { title: 'seed', align: 'right', priority: 3, of: ({ seed }) => String(seed) },
    { title: 'verdict', align: 'left', priority: 0, of: ({ verdict }) => VERDICTS[verdict] },
    { title: 'after', align: 'right', priority: 1, of: ({ afterMs }) => clockText(afterMs, lengthMs) },
    {
      title: 'visits A, B',
      align: 'right',
      priority: 1,
      of: ({ looked }) => (looked === null ? '—' : looked.visits.map(formatCount).join(', ')),
    },
    {
      title: 'B less A, always-valid interval',
      align: 'right',
      priority: 1,
      of: ({ looked }) => difference(spec.metric, looked),
    },
    {
      title: 'p',
      align: 'right',
      priority: 1,
      of: ({ looked }) => (looked === null ? '—' : looked.p < 0.001 ? '<0.001' : looked.p.toFixed(3)),
    },
    ...spec.guards.map(
      ({ metric, margin }, index): AbColumn => ({
        title: `${metric}, at most ${amountText(metric, margin, costUnit)} worse`,
        align: 'right',
        priority: 1,
        of: ({ guards }) => `${guards[index]?.verdict ?? 'open'} ${difference(metric, guards[index]?.looked ?? null)}`,
      }),
    ),
  ];
}

export function amountText(metric: AbMetric, value: number, costUnit: AbResults['costUnit']): string {
  return formatNumber(value, metric === 'cost' ? costUnit : 'fraction');
}

/** `940 visits in each arm, 5.2 hours`. */
export function lengthText({ visits: [a, b], days }: AbLength): string {
  const arms = a === b ? `${formatCount(a)} visits in each arm` : `${formatCount(a)} visits in A and ${formatCount(b)} in B`;
  return `${arms}, ${days < 1 ? `${(24 * days).toFixed(1)} hours` : `${days.toFixed(1)} days`}`;
}

/** What looking all the time does to a test that was not made for it. */
export function falsePositiveText({ falsePositives, routers, spec }: AbResults): string {
  const { experiments, looks, sequential, naive } = falsePositives;
  const share = ({ share: value, low, high }: typeof naive): string =>
    `${(100 * value).toFixed(1)} % [${(100 * low).toFixed(1)}, ${(100 * high).toFixed(1)}]`;
  return `${routers[0]} against itself, ${formatCount(experiments)} times with ${looks} looks each: the sequential test sees a difference in ${share(sequential)} (promised: at most ${100 * spec.alpha} %), a z-test at every look in ${share(naive)}.`;
}

/** What holds less where a router remembers; empty where none does. */
export function rememberText({ stateful }: AbResults): string {
  if (stateful.length === 0) return '';
  const who = stateful.join(' and ');
  return `${who} ${stateful.length === 1 ? 'remembers' : 'remember'} what its visits taught it: they depend on each other, which the test does not know, so a verdict is of these days and not promised at its level.`;
}

/** How long simulated tests may last, in the scenario's days. */
export function mostDaysText({ mostDays }: AbResults): string {
  return mostDays === 1 ? 'one day of it a test' : `up to ${mostDays} days of it a test`;
}
