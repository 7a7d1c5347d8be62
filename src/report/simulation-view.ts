import type { SimulatedRow, SimulatedScenario, SimulationResults } from '../domain/simulation.js';
import { formatEstimate, formatNumber, formatPoints, VERDICT_SIGN } from './format.js';

export interface SimulationColumn {
  readonly title: string;
  readonly align: 'left' | 'right';
  /** Lower stays longer when the terminal is narrow. */
  readonly priority: number;
  readonly of: (row: SimulatedRow) => string;
}

const SLO_SIGN = { kept: VERDICT_SIGN.pass, missed: VERDICT_SIGN.fail, undecided: VERDICT_SIGN.undecided } as const;

/** What a scenario's rows are told by, in every view. */
export function simulationColumns(scenario: SimulatedScenario, costUnit: SimulationResults['costUnit']): SimulationColumn[] {
  const { slo, rows, budget } = scenario;
  const routers = new Set(rows.map(({ router }) => router));
  return [
    ...(routers.size > 1 || rows.length === 1 ? [column('router', 'left', 0, ({ router }) => router)] : []),
    ...(rows.length > routers.size ? [column('arm', 'left', 0, ({ arm }) => arm)] : []),
    column(
      `within ${formatSpan(slo.withinMs)} (SLO ${formatNumber(slo.share, 'fraction')})`,
      'right',
      1,
      (row) => `${SLO_SIGN[row.slo]} ${formatEstimate(row.metrics.attainment, 'fraction')}`,
    ),
    column('available', 'right', 2, ({ metrics }) => formatEstimate(metrics.availability, 'fraction')),
    column('quality', 'right', 3, ({ metrics }) => formatEstimate(metrics.quality, 'fraction')),
    column('p50 ms', 'right', 6, ({ metrics }) => formatNumber(metrics.latencyP50Ms.value, 'ms')),
    column('p95 ms', 'right', 4, ({ metrics }) => formatNumber(metrics.latencyP95Ms.value, 'ms')),
    column('p99 ms', 'right', 7, ({ metrics }) => formatNumber(metrics.latencyP99Ms.value, 'ms')),
    column(costUnit === 'usd' ? '$ per 1k' : 'calls per 1k', 'right', 3, ({ metrics }) =>
      formatEstimate(metrics.costPer1k, costUnit),
    ),
    column('spent', 'right', budget === null ? 8 : 3, ({ metrics }) => formatNumber(metrics.spent.value, costUnit)),
    column('turned away', 'right', 5, ({ metrics }) => formatNumber(metrics.turnedAway.value, 'fraction')),
    ...(rows.length > 1
      ? [
          column('Δ within SLO, points', 'right', 5, ({ versusFirst }) =>
            versusFirst === null ? '' : formatPoints(versusFirst.attainment),
          ),
        ]
      : []),
  ];
}

function column(title: string, align: 'left' | 'right', priority: number, of: SimulationColumn['of']): SimulationColumn {
  return { title, align, priority, of };
}

/** `5 s`, `90 min`, `24 h`. */
export function formatSpan(ms: number): string {
  if (ms < 1000) return `${ms} ms`;
  if (ms < 60_000) return `${ms / 1000} s`;
  return ms < 7_200_000 ? `${ms / 60_000} min` : `${ms / 3_600_000} h`;
}

/** `12:30` from the beginning, with the day where there are several. */
export function clockText(atMs: number, lengthMs: number): string {
  const minutes = Math.round(atMs / 60_000);
  const two = (value: number): string => String(value).padStart(2, '0');
  const clock = `${two(Math.floor(minutes / 60) % 24)}:${two(minutes % 60)}`;
  return lengthMs > 86_400_000 ? `day ${Math.floor(minutes / 1440) + 1}, ${clock}` : clock;
}

/** What traffic is drawn from; all queries are also those that routers were fitted and chosen on. */
export function trafficText({ queries, part }: SimulationResults['traffic']): string {
  return part === 'test'
    ? `${queries} test queries`
    : `all ${queries} queries: in-sample, routers were fitted and chosen on them too`;
}

/** Which rows keep the promise, in one sentence. */
export function sloSentence({ rows, slo }: SimulatedScenario): string {
  const told = (['kept', 'missed', 'undecided'] as const).flatMap((verdict) => {
    const names = rows.filter((row) => row.slo === verdict).map((row) => rowName(row, rows));
    return names.length === 0 ? [] : [`${SLO_WORDS[verdict]} ${names.join(', ')}`];
  });
  return `${formatNumber(slo.share, 'fraction')} of requests within ${formatSpan(slo.withinMs)}: ${told.join('; ')}.`;
}

const SLO_WORDS = { kept: 'kept by', missed: 'missed by', undecided: 'undecided for' } as const;

/** A row by what it differs in from the others. */
export function rowName({ router, arm }: SimulatedRow, rows: readonly SimulatedRow[]): string {
  const routers = new Set(rows.map((row) => row.router)).size;
  if (rows.length === routers) return router;
  return routers > 1 ? `${router} with ${arm}` : arm;
}

/** Calls beyond the first, by what had gone wrong: `fallback after outage 12.3`, most frequent first. */
export function furtherCalls({ calls }: SimulatedRow): string[] {
  return calls
    .filter(({ why }) => why !== 'first')
    .sort((a, b) => b.per1k - a.per1k)
    .map(
      ({ why, cause, per1k }) =>
        `${why}${cause === null ? '' : ` after ${cause.replaceAll('_', ' ')}`} ${formatNumber(per1k, 'ms')}`,
    );
}
