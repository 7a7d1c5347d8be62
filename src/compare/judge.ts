import type { Estimate } from '../domain/estimate.js';
import type { ConstraintJudgement, ConstraintVerdict, MetricUnit } from '../domain/results.js';

/** A limit and what was observed, on the axis where the limit is a plain number. */
export interface Limit {
  readonly text: string;
  readonly observed: Estimate;
  readonly limit: number;
  readonly unit: MetricUnit;
  readonly direction: 'at_least' | 'at_most';
  /** The limit itself is not met: above or below it. */
  readonly strict?: boolean;
}

/**
 * Judges a limit by the interval: pass when the unfavourable bound still meets it, fail when even the favourable
 * bound doesn't, undecided in between or when nothing could be observed.
 */
export function judge({ text, observed, limit, unit, direction, strict = false }: Limit): ConstraintJudgement {
  const sign = direction === 'at_least' ? 1 : -1;
  const { value, low, high } = observed;
  const unfavourable = direction === 'at_least' ? low : high;
  const favourable = direction === 'at_least' ? high : low;
  const meets = (bound: number): boolean => (strict ? sign * (bound - limit) > 0 : sign * (bound - limit) >= 0);
  return {
    text,
    verdict: verdictOf(unfavourable, favourable, meets),
    observed,
    limit,
    unit,
    shortBy: value === null ? 0 : Math.max(0, sign * (limit - value)),
  };
}

function verdictOf(unfavourable: number | null, favourable: number | null, meets: (bound: number) => boolean): ConstraintVerdict {
  if (unfavourable !== null && meets(unfavourable)) return 'pass';
  if (favourable !== null && !meets(favourable)) return 'fail';
  return 'undecided';
}

/** The verdict over several constraints: any fail fails, any undecided is undecided, else pass. */
export function overall(judgements: readonly ConstraintJudgement[]): ConstraintVerdict {
  if (judgements.some(({ verdict }) => verdict === 'fail')) return 'fail';
  return judgements.some(({ verdict }) => verdict === 'undecided') ? 'undecided' : 'pass';
}
