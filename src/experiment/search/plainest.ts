import type { Objective } from '../../compare/objective.js';

/** What the rule looks at. */
export interface Placed {
  /** Higher is better. */
  readonly objective: number;
  readonly quality: number;
  readonly cost: number;
}

export type ChoosingRule = 'one_standard_error' | 'best';

/**
 * The one-standard-error rule (Breiman, Friedman, Olshen & Stone 1984, §3.4.3): of the candidates within one standard error of
 * the best objective, the plainest: the cheapest. Where cost is itself the objective, the one of highest quality, because luck
 * then sits in the constraint. Ties go to the better objective, then to the earlier.
 *
 * @param standardErrorOf of the best candidate's objective
 * @returns an index; -1 for no candidate
 */
export function plainest(
  candidates: readonly Placed[],
  objective: Objective,
  rule: ChoosingRule,
  standardErrorOf: (best: number) => number,
): number {
  const best = candidates.reduce(
    (held, one, index) => (held < 0 || one.objective > at(candidates, held).objective ? index : held),
    -1,
  );
  if (best < 0 || rule === 'best') return best;
  const least = at(candidates, best).objective - standardErrorOf(best);
  const plainer = (a: Placed, b: Placed): boolean => {
    const difference = objective.kind === 'minimize_cost' ? a.quality - b.quality : b.cost - a.cost;
    return difference > 0 || (difference === 0 && a.objective > b.objective);
  };
  return candidates.reduce(
    (held, one, index) => (one.objective >= least && plainer(one, at(candidates, held)) ? index : held),
    best,
  );
}

function at(candidates: readonly Placed[], index: number): Placed {
  return candidates[index] as Placed;
}
