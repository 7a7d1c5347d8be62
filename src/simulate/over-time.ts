import { PICO_PER_USD } from '../domain/outcome-table.js';
import type { SimulatedRow } from '../domain/simulation.js';
import { histogramQuantile, LATENCY_BINS } from './outcome/latency-histogram.js';
import { REQUEST_ENDS, type Tally } from './outcome/tally.js';
import { conditionsOf } from './provider/condition.js';
import type { Scenario } from './scenario.js';

/** The course of a day, step by step. */
export function overTimeOf(merged: Tally, scenario: Scenario, days: readonly Tally[]): SimulatedRow['overTime'] {
  const { steps, stepMs } = merged;
  const each = <T>(of: (step: number) => T): T[] => Array.from({ length: steps }, (_, step) => of(step));
  const at = (column: Float64Array | undefined, step: number): number => column?.[step] ?? 0;
  const known = (step: number): number => at(merged.arrived, step) - at(merged.ended[REQUEST_ENDS.indexOf('missing')], step);
  const ratio = (over: number, under: number): number | null => (under === 0 ? null : over / under);
  const quantile = (p: number): (number | null)[] => each((step) => histogramQuantile(merged.latency, p, step * LATENCY_BINS));
  return {
    perSecond: each((step) => (1000 * at(merged.arrived, step)) / stepMs / days.length),
    availability: each((step) => ratio(at(merged.ended[0], step), known(step))),
    attainment: each((step) => ratio(at(merged.withinSlo, step), known(step))),
    latencyP50Ms: quantile(0.5),
    latencyP95Ms: quantile(0.95),
    latencyP99Ms: quantile(0.99),
    quality: each((step) => ratio(at(merged.quality, step), at(merged.judged, step))),
    spent: spentSoFar(merged, scenario, days.length),
    budget: budgetOver(merged, scenario),
  };
}

/** Mean spending by the end of each step, since the budget's period of that step began. */
function spentSoFar({ spentPico, steps, stepMs }: Tally, { budget }: Scenario, days: number): number[] {
  const periodMs = budget?.periodMs ?? Number.POSITIVE_INFINITY;
  let spent = 0;
  return Array.from({ length: steps }, (_, step) => {
    if (step > 0 && Math.floor((step * stepMs) / periodMs) !== Math.floor(((step - 1) * stepMs) / periodMs)) spent = 0;
    spent += (spentPico[step] as number) / PICO_PER_USD / days;
    return spent;
  });
}

/** The whole period's budget as it stands in each step. */
function budgetOver({ steps, stepMs }: Tally, { budget, changes }: Scenario): number[] | null {
  if (budget === null) return null;
  const { fromMs, budget: factors } = conditionsOf(changes, []);
  return Array.from({ length: steps }, (_, step) => {
    const last = fromMs.findLastIndex((from) => from <= step * stepMs);
    return budget.usd * (factors[last] as number);
  });
}
