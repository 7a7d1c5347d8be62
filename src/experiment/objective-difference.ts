import type { Selection } from '../compare/choose.js';
import type { Objective } from '../compare/objective.js';
import type { Estimate } from '../domain/estimate.js';
import type { TiedPair } from '../domain/results.js';
import { differenceEstimate, pairedDifference } from '../metric/estimate/paired.js';
import type { Term } from '../metric/family.js';
import type { ResampledTotals } from '../metric/resampled.js';
import { observationsNeeded } from '../stats/normal.js';
import { spread } from '../stats/spread.js';
import { objectiveTerms } from './objective-value.js';
import type { Judged } from './workbench.js';

/** How far two candidates are apart in the objective, on the same resamples. */
export interface Difference {
  readonly estimate: Estimate;
  /** Standard deviation over the resamples; null where unknown. */
  readonly standardError: number | null;
}

/** The paired difference of two arms' objectives, first minus second. */
export function objectiveDifference(bench: Judged, totals: ResampledTotals, a: number, b: number, n: number): Difference {
  const { objective, bootstrap } = bench.experiment;
  const paired = pairedDifference(totals, differenceTerms(objective, a, b), a === b ? 0 : usualDifference(objective));
  return { estimate: differenceEstimate(paired, n, bootstrap.confidence), standardError: spread(paired.samples) };
}

/** Both arms' terms side by side, so that what is equal leaves exactly 0. */
function differenceTerms(objective: Objective, a: number, b: number): Term[] {
  return objectiveTerms(objective).flatMap(({ quantity, times }) => [
    { arm: a, quantity, times },
    { arm: b, quantity, times: -times },
  ]);
}

/** How far one query could move the objective where none did: a whole answer; equal costs throughout are equal. */
function usualDifference({ kind }: Objective): number {
  return kind === 'minimize_cost' ? 0 : 1;
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
