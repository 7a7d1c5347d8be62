import { shortfall } from '../../compare/choose.js';
import { overall } from '../../compare/judge.js';
import type { CandidateRow, ConstraintJudgement, SearchPick } from '../../domain/results.js';
import type { Working } from '../../domain/work.js';
import type { SearchSpace } from '../../strategy/search-space.js';
import type { Candidate, FittedCandidate } from '../../strategy/strategy.js';
import type { Ranking } from '../rank-totals.js';
import { rankMeasured } from '../select.js';
import { measuredAll, validationOf } from '../unit/measure-unit.js';
import type { Workbench } from '../workbench.js';
import { type ChoosingRule, plainest } from './plainest.js';
import type { Trial } from './trial.js';

/** Judged on all resamples at most, the plainest first, or the nearest first where none passes. */
const MOST_FINALISTS = 40;

/** A distinct trial and how its candidate meets the constraints on the validation part, in the experiment's order. */
export interface JudgedTrial {
  readonly trial: Trial;
  readonly judged: readonly ConstraintJudgement[];
}

/** What a search chooses. */
export interface ChosenTrial {
  readonly fitted: FittedCandidate;
  readonly chosen: SearchPick;
  readonly best: SearchPick;
  /** Of the best candidate's objective. */
  readonly standardError: number | null;
  /** Distinct candidates within it whose constraints all pass. */
  readonly within: number;
}

/**
 * Chooses among the distinct trials of a search (best first). Those that the rule may choose are judged again on all resamples
 * of the experiment; where none passes every constraint there, the one is taken that a run names as the nearest.
 */
export function* chooseTuned(
  bench: Workbench,
  space: SearchSpace,
  { trials, runners }: { readonly trials: readonly Trial[]; readonly runners: readonly JudgedTrial[] },
  rule: ChoosingRule,
  reference: number,
): Working<ChosenTrial> {
  const { objective } = bench.experiment;
  const passing = trials.filter(({ shortfall: own }) => own === 0);
  const [best] = passing;
  if (best === undefined) return yield* nearestTuned(bench, space, runners, reference);
  const error = best.standardError;
  const near = passing.filter((trial) => rule === 'one_standard_error' && value(trial) >= value(best) - (error ?? 0));
  const finalists = [
    best,
    ...plainestFirst(
      near.filter(({ id }) => id !== best.id),
      objective.kind,
    ),
  ].slice(0, MOST_FINALISTS);
  const candidates = finalists.map((trial) => candidateOf(space, trial));
  const { rows, fitted } = yield* ranked(bench, candidates, reference);
  const placed = passingOf(rows).map((row) => ({ row, ...placeOf(row) }));
  const picked = placed[plainest(placed, objective, rule, () => error ?? 0)]?.row;
  if (picked === undefined) return yield* nearestTuned(bench, space, runners, reference);
  return {
    fitted: fitted(picked.id),
    chosen: pickOf(picked),
    best: pickOf(rows[0] as CandidateRow),
    standardError: error,
    within: rule === 'one_standard_error' ? near.length : 1,
  };
}

/** The pick of a run among those nearest to the constraints, in the grid's order, so that ties fall as they do there. */
function* nearestTuned(
  bench: Workbench,
  space: SearchSpace,
  runners: readonly JudgedTrial[],
  reference: number,
): Working<ChosenTrial> {
  const finalists = nearestFirst(runners).slice(0, MOST_FINALISTS);
  const candidates = finalists
    .sort((a, b) => gridPlace(space, a.trial) - gridPlace(space, b.trial))
    .map(({ trial }) => candidateOf(space, trial));
  const { rows, selected, fitted } = yield* ranked(bench, candidates, reference);
  const row = rows.find(({ id }) => id === selected[0]) as CandidateRow;
  const pick = pickOf(row);
  return {
    fitted: fitted(row.id),
    chosen: pick,
    best: pick,
    standardError: null,
    // More resamples may show one to pass after all.
    within: Math.min(1, passingOf([row]).length),
  };
}

/** By the rule of `choose`, on the search's own resamples. */
function nearestFirst(runners: readonly JudgedTrial[]): JudgedTrial[] {
  const far = ({ judged }: JudgedTrial): number => shortfall({ constraints: judged });
  const fails = ({ judged }: JudgedTrial): number => Number(overall(judged) === 'fail');
  return [...runners].sort((a, b) => fails(a) - fails(b) || far(a) - far(b) || value(b.trial) - value(a.trial));
}

function passingOf(rows: readonly CandidateRow[]): CandidateRow[] {
  return rows.filter(({ constraints }) => overall(constraints) === 'pass');
}

function* ranked(
  bench: Workbench,
  candidates: readonly Candidate[],
  reference: number,
): Working<Ranking & { fitted(id: string): FittedCandidate }> {
  const measured = yield* measuredAll(bench, candidates, reference);
  const ranking = yield* rankMeasured(bench, measured, validationOf(bench), reference);
  const fitted = measured.map(({ candidate, config }) => ({ candidate, config }));
  return { ...ranking, fitted: (id) => fitted.find(({ candidate }) => candidate.id === id) as FittedCandidate };
}

/** The candidate a trial tried. Ids count the grid from 1. */
export function candidateOf(space: SearchSpace, trial: Pick<Trial, 'id'>): Candidate {
  return space.candidateAt(space.pointAt(gridPlace(space, trial)));
}

function gridPlace({ size }: SearchSpace, { id }: Pick<Trial, 'id'>): number {
  return size === 1 ? 0 : Number(id.slice(id.lastIndexOf('#') + 1)) - 1;
}

function plainestFirst(trials: readonly Trial[], objective: string): Trial[] {
  const plainness = (trial: Trial): number => (objective === 'minimize_cost' ? -(trial.quality ?? 0) : (trial.cost ?? 0));
  return [...trials].sort((a, b) => plainness(a) - plainness(b) || a.number - b.number);
}

function value({ objective }: Trial): number {
  return objective ?? Number.NEGATIVE_INFINITY;
}

function placeOf({ objective, quality, cost }: CandidateRow) {
  return {
    objective: objective ?? Number.NEGATIVE_INFINITY,
    quality: quality.value ?? 0,
    cost: cost.value ?? Number.POSITIVE_INFINITY,
  };
}

function pickOf({ id, parameters, objective, quality, cost }: CandidateRow): SearchPick {
  return { id, parameters, objective, quality, cost };
}
