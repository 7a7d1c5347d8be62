import type { Selection } from '../compare/choose.js';
import type { Estimate } from '../domain/estimate.js';
import type { TiedPair } from '../domain/results.js';
import { type ResampledTotals, statistic } from '../metric/resampled.js';
import { estimateOf } from '../stats/interval.js';
import { observationsNeeded } from '../stats/normal.js';
import { spread } from '../stats/spread.js';
import { objectiveValue } from './objective-value.js';
import type { Workbench } from './workbench.js';

/** How far two candidates are apart in the objective, on the same resamples. */
export interface Difference {
  readonly estimate: Estimate;
  /** Standard deviation over the resamples; null where unknown. */
  readonly standardError: number | null;
}

/** The paired difference of two arms' objectives, first minus second. */
export function objectiveDifference(bench: Workbench, totals: ResampledTotals, a: number, b: number, n: number): Difference {
  const { objective, bootstrap } = bench.experiment;
  const { value, samples } = statistic(
    totals,
    (resample) => objectiveValue(objective, resample, a) - objectiveValue(objective, resample, b),
  );
  return { estimate: estimateOf(value, samples, n, bootstrap.confidence), standardError: spread(samples) };
}

/** Whether the interval contains 0, or nothing separates the two. */
export function containsZero({ estimate: { value, low, high } }: Difference): boolean {
  return value === 0 || (low !== null && high !== null && low <= 0 && high >= 0);
}

/** The best against every candidate tied with it, with the queries that would tell them apart. */
export function tiedPairs(selection: Selection, difference: (a: string, b: string) => Difference): TiedPair[] {
  if (selection.kind !== 'tie') return [];
  const { best } = selection;
  const others = [selection.id, ...selection.with].filter((id) => id !== best);
  return others.map((id) => ({ between: [best, id] as const, ...needed(difference(best, id)) }));
}

function needed({ estimate, standardError }: Difference): Omit<TiedPair, 'between'> {
  const { value, n } = estimate;
  if (value === null || value === 0 || standardError === null || standardError === 0) {
    return { difference: estimate, queriesNeeded: null, more: null };
  }
  const queriesNeeded = observationsNeeded({ n, difference: value, standardError }, { alpha: 0.05, power: 0.8 });
  return { difference: estimate, queriesNeeded, more: Math.max(1, queriesNeeded - n) };
}
