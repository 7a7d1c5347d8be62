import { ATTEMPT_WHY } from '../domain/decision.js';
import type { Estimate } from '../domain/estimate.js';
import { PICO_PER_USD } from '../domain/outcome-table.js';
import type { SimulatedMetric, SimulatedModel, SimulatedRow } from '../domain/simulation.js';
import { studentQuantile } from '../stats/student.js';
import { histogramQuantile, LATENCY_BINS } from './outcome/latency-histogram.js';
import { mergedTally } from './outcome/merge-tallies.js';
import { CALL_CAUSES, REQUEST_ENDS, type Tally } from './outcome/tally.js';
import { overTimeOf } from './over-time.js';
import { OPEN_PROVIDER, type Scenario } from './scenario.js';

export const CONFIDENCE = 0.95;
/** With fewer seeds there are no intervals: Student's quantile is then not known well enough (see `studentQuantile`), nor the spread. */
const LEAST_SEEDS = 5;

/** What one router under one policy comes to: its days, one a seed. */
export interface RowDays {
  readonly router: string;
  readonly arm: string;
  readonly days: readonly Tally[];
}

/** The rows of a scenario: means over seeds with intervals, and differences against the first row, paired by seed. */
export function summarise(scenario: Scenario, modelIds: readonly string[], rows: readonly RowDays[]): SimulatedRow[] {
  const measured = rows.map(({ days }) => days.map((day) => measuresOf(day, scenario)));
  return rows.map(({ router, arm, days }, index): SimulatedRow => {
    const own = measured[index] ?? [];
    const metric = (name: SimulatedMetric): Estimate => meanOf(own.map((day) => day[name]));
    const versus = (name: SimulatedMetric): Estimate =>
      meanOf(own.map((day, seed) => day[name] - (measured[0]?.[seed]?.[name] ?? Number.NaN)));
    const attainment = metric('attainment');
    const merged = mergedTally(days);
    return {
      router,
      arm,
      metrics: {
        requests: metric('requests'),
        availability: metric('availability'),
        attainment,
        latencyP50Ms: metric('latencyP50Ms'),
        latencyP95Ms: metric('latencyP95Ms'),
        latencyP99Ms: metric('latencyP99Ms'),
        quality: metric('quality'),
        costPer1k: metric('costPer1k'),
        spent: metric('spent'),
        turnedAway: metric('turnedAway'),
        mostInFlight: metric('mostInFlight'),
      },
      versusFirst:
        index === 0 ? null : { attainment: versus('attainment'), quality: versus('quality'), costPer1k: versus('costPer1k') },
      slo: verdictOf(attainment, scenario.slo.share),
      ends: endsOf(days, scenario),
      calls: callsOf(merged),
      models: modelIds.map((id, model) => modelOf(id, model, merged, scenario, days.length)),
      overTime: overTimeOf(merged, scenario, days),
    };
  });
}

/** Kept where the whole interval is at or above the promise, missed where it is below; without an interval nothing is decided. */
function verdictOf({ low, high }: Estimate, share: number): SimulatedRow['slo'] {
  if (low !== null && low >= share) return 'kept';
  return high !== null && high < share ? 'missed' : 'undecided';
}

/** Sum over the steps that count: after the warm-up, before the end. */
function kept(column: Float64Array, tally: Tally, { warmUpMs, stepMs }: Scenario): number {
  return column.subarray(Math.round(warmUpMs / stepMs), tally.steps).reduce((sum, value) => sum + value, 0);
}

/** One day in numbers; NaN where there is nothing to tell it from. */
function measuresOf(day: Tally, scenario: Scenario): Record<SimulatedMetric, number> {
  const of = (column: Float64Array): number => kept(column, day, scenario);
  const ended = (end: (typeof REQUEST_ENDS)[number]): number => of(day.ended[REQUEST_ENDS.indexOf(end)] as Float64Array);
  const known = of(day.arrived) - ended('missing');
  const latency = latencyOf(day, scenario);
  const at = (p: number): number => histogramQuantile(latency, p) ?? Number.NaN;
  return {
    requests: of(day.arrived),
    availability: ended('served') / known,
    attainment: of(day.withinSlo) / known,
    latencyP50Ms: at(0.5),
    latencyP95Ms: at(0.95),
    latencyP99Ms: at(0.99),
    quality: of(day.quality) / of(day.judged),
    costPer1k: (1000 * of(day.costPico)) / PICO_PER_USD / of(day.priced),
    spent: of(day.spentPico) / PICO_PER_USD,
    turnedAway: (ended('shed') + ended('over_budget')) / known,
    mostInFlight: day.mostInFlight,
  };
}

/** How requests ended, as shares of a day's: the mean over days, as every metric is. Days without a request say nothing. */
function endsOf(days: readonly Tally[], scenario: Scenario): SimulatedRow['ends'] {
  const busy = days.filter((day) => kept(day.arrived, day, scenario) > 0);
  const shareOf = (day: Tally, end: number): number =>
    kept(day.ended[end] as Float64Array, day, scenario) / kept(day.arrived, day, scenario);
  return Object.fromEntries(
    REQUEST_ENDS.map((name, end) => [name, busy.reduce((sum, day) => sum + shareOf(day, end), 0) / busy.length]),
  ) as unknown as SimulatedRow['ends'];
}

/** Latencies of the steps that count, in one histogram. */
function latencyOf(day: Tally, { warmUpMs, stepMs }: Scenario): Float64Array {
  const bins = new Float64Array(LATENCY_BINS);
  for (let step = Math.round(warmUpMs / stepMs); step < day.steps; step++) {
    const from = step * LATENCY_BINS;
    for (let bin = 0; bin < LATENCY_BINS; bin++) bins[bin] = (bins[bin] as number) + (day.latency[from + bin] as number);
  }
  return bins;
}

/** The mean over seeds with Student's interval; seeds are independent days. Not available where a day has no such number. */
function meanOf(values: readonly number[]): Estimate {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  if (!Number.isFinite(mean)) return { value: null, low: null, high: null, n: 0 };
  if (n < LEAST_SEEDS) return { value: mean, low: null, high: null, n };
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const margin = studentQuantile((1 + CONFIDENCE) / 2, n - 1) * Math.sqrt(variance / n);
  return { value: mean, low: mean - margin, high: mean + margin, n };
}

/** Calls by reason and by what had gone wrong; the whole day's, warm-up included. */
function callsOf({ calls, arrived }: Tally): SimulatedRow['calls'] {
  const requests = arrived.reduce((sum, value) => sum + value, 0);
  const causes = [...CALL_CAUSES, null];
  return ATTEMPT_WHY.flatMap((why, at) =>
    causes.flatMap((cause, of) => {
      const count = calls[at * causes.length + of] as number;
      return count === 0 ? [] : [{ why, cause, per1k: (1000 * count) / requests }];
    }),
  );
}

function modelOf(modelId: string, model: number, merged: Tally, scenario: Scenario, days: number): SimulatedModel {
  const counts = merged.models[model] as Tally['models'][number];
  const of = (column: Float64Array): number => kept(column, merged, scenario);
  const begun = of(counts.begun);
  const { concurrency } = scenario.providers.get(modelId) ?? OPEN_PROVIDER;
  const busy = of(counts.servingMs) / (days * (scenario.lengthMs - scenario.warmUpMs));
  const inSteps = (column: Float64Array): number[] => [...column.subarray(0, merged.steps)];
  return {
    modelId,
    callsPer1k: (1000 * begun) / of(merged.arrived),
    failed: begun === 0 ? null : of(counts.failed) / begun,
    rejectedPer1k: (1000 * of(counts.rejected)) / of(merged.arrived),
    busy,
    utilisation: Number.isFinite(concurrency) ? busy / concurrency : null,
    waiting: inSteps(counts.waitingMs).map((sum) => sum / (days * scenario.stepMs)),
    mostWaiting: inSteps(counts.mostWaiting),
  };
}
