import type { ConstraintJudgement } from '../domain/results.js';
import { overall } from './judge.js';

/** A candidate as the choice sees it, on the part that decides. */
export interface Contender {
  readonly id: string;
  /** Higher is better; NaN where the objective can't be known. */
  readonly objective: number;
  readonly costPerQuery: number;
  readonly constraints: readonly ConstraintJudgement[];
  /** Share of the part's queries this candidate could be evaluated on. */
  readonly coverage: number;
}

/** Below this share of evaluable queries a candidate can't be chosen: what is missing might decide. */
export const LEAST_COVERAGE = 0.99;

export type Selection =
  | { readonly kind: 'chosen'; readonly id: string }
  /** `id` is the cheapest of those that can't be told apart from `best`, the best by the objective. */
  | { readonly kind: 'tie'; readonly id: string; readonly best: string; readonly with: readonly string[] }
  | { readonly kind: 'undecided'; readonly nearest: string }
  | { readonly kind: 'infeasible'; readonly nearest: string }
  | { readonly kind: 'none' };

/**
 * Picks the contender with the best objective among those that pass every constraint. Contenders whose paired
 * objective difference to the best has an interval containing 0 are tied; the cheapest of them is suggested.
 *
 * @param indistinguishable whether the paired interval of two contenders' objective difference contains 0
 */
export function choose(contenders: readonly Contender[], indistinguishable: (a: string, b: string) => boolean): Selection {
  const eligible = contenders.filter(({ coverage, objective }) => coverage >= LEAST_COVERAGE && !Number.isNaN(objective));
  const passing = eligible.filter(({ constraints }) => overall(constraints) === 'pass');
  const best = passing.reduce<Contender | undefined>(
    (held, next) => (held === undefined || next.objective > held.objective ? next : held),
    undefined,
  );
  if (best === undefined) return nearestOf(eligible.length === 0 ? contenders : eligible);
  const tied = passing.filter(({ id }) => id !== best.id && indistinguishable(best.id, id));
  if (tied.length === 0) return { kind: 'chosen', id: best.id };
  const cheapest = [best, ...tied].reduce((held, next) => (next.costPerQuery < held.costPerQuery ? next : held));
  const others = [best, ...tied].map(({ id }) => id).filter((id) => id !== cheapest.id);
  return { kind: 'tie', id: cheapest.id, best: best.id, with: others };
}

/** Undecided before failing, then the least shortfall, then the better objective, then the earlier. */
function nearestOf(contenders: readonly Contender[]): Selection {
  const undecided = contenders.filter(({ constraints }) => overall(constraints) === 'undecided');
  const pool = undecided.length > 0 ? undecided : contenders;
  const nearer = (a: Contender, b: Contender): boolean =>
    shortfall(a) < shortfall(b) || (shortfall(a) === shortfall(b) && a.objective > b.objective);
  const nearest = pool.reduce<Contender | undefined>(
    (held, next) => (held === undefined || nearer(next, held) ? next : held),
    undefined,
  );
  if (nearest === undefined) return { kind: 'none' };
  return { kind: undecided.length > 0 ? 'undecided' : 'infeasible', nearest: nearest.id };
}

/** How far a contender is from meeting its constraints, relative to each limit (a limit of 0 counts as 1), summed. */
export function shortfall({ constraints }: Pick<Contender, 'constraints'>): number {
  return constraints.reduce((sum, { verdict, shortBy, limit }) => {
    if (verdict === 'pass') return sum;
    return sum + shortBy / (Math.abs(limit) || 1) + (verdict === 'fail' ? 1e-9 : 0);
  }, 0);
}
