import type { SimulatedRow, SimulatedScenario, SimulationResults } from '../domain/simulation.js';
import { formatNumber } from './format.js';
import { clockText } from './simulation-view.js';

/** Stretches of a day that views show: a multiple of steps each. */
const STRETCHES = 12;

/** A day in a dozen stretches: of each, its worst step. */
export function courseTable(
  row: SimulatedRow,
  scenario: SimulatedScenario,
  costUnit: SimulationResults['costUnit'],
): { readonly titles: readonly string[]; readonly lines: readonly (readonly string[])[] } {
  const { overTime: course } = row;
  const steps = course.perSecond.length;
  const width = Math.ceil(steps / STRETCHES);
  const known = (values: readonly (number | null)[], from: number): number[] =>
    values.slice(from, from + width).filter((value): value is number => value !== null);
  const worst = (values: readonly (number | null)[], from: number, pick: (...all: number[]) => number): number | null => {
    const all = known(values, from);
    return all.length === 0 ? null : pick(...all);
  };
  const titles = [
    'from',
    'requests/s',
    'available (worst)',
    'within SLO (worst)',
    'p50 ms (worst)',
    'p95 ms (worst)',
    'p99 ms (worst)',
    'quality (worst)',
    'waiting (most)',
    'spent',
    ...(course.budget === null ? [] : ['budget']),
  ];
  const lines = Array.from({ length: Math.ceil(steps / width) }, (_, i) => {
    const from = i * width;
    const last = Math.min(steps, from + width) - 1;
    const waiting = Math.max(0, ...row.models.flatMap(({ waiting: mean }) => mean.slice(from, last + 1)));
    return [
      clockText(from * scenario.stepMs, scenario.lengthMs),
      formatNumber(known(course.perSecond, from).reduce((sum, value) => sum + value, 0) / (last - from + 1), 'usd').replace(
        '$',
        '',
      ),
      formatNumber(worst(course.availability, from, Math.min), 'fraction'),
      formatNumber(worst(course.attainment, from, Math.min), 'fraction'),
      formatNumber(worst(course.latencyP50Ms, from, Math.max), 'ms'),
      formatNumber(worst(course.latencyP95Ms, from, Math.max), 'ms'),
      formatNumber(worst(course.latencyP99Ms, from, Math.max), 'ms'),
      formatNumber(worst(course.quality, from, Math.min), 'fraction'),
      formatNumber(waiting, 'ms'),
      formatNumber(course.spent[last] ?? null, costUnit),
      ...(course.budget === null ? [] : [formatNumber(course.budget[last] ?? null, costUnit)]),
    ];
  });
  return { titles, lines };
}
