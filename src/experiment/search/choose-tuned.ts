import { shortfall } from '../../compare/choose.js';
import { overall } from '../../compare/judge.js';
import type { CandidateRow, ConstraintJudgement, SearchPick } from '../../domain/results.js';
import type { SearchSpace } from '../../strategy/search-space.js';
import type { Candidate } from '../../strategy/strategy.js';
import { replayConfig } from '../replayed.js';
import { type Ranking, rankCandidates } from '../select.js';
import type { Workbench } from '../workbench.js';
import type { Ground } from './ground.js';
import { type ChoosingRule, plainest } from './plainest.js';
import type { Trial } from './trial.js';
import type { Trier } from './try-candidates.js';

/** Judged on all resamples at most, the plainest first, or the nearest first where none passes. */
const MOST_FINALISTS = 40;

/** A distinct trial and how its candidate meets the constraints on the validation part, in the experiment's order. */
export interface JudgedTrial {
  readonly trial: Trial;
  readonly judged: readonly ConstraintJudgement[];
}

/** What a search chooses. */
export interface ChosenTrial {
  readonly candidate: Candidate;
  readonly chosen: SearchPick;
  readonly best: SearchPick;
  /** Of the best candidate's objective. */
  readonly standardError: number | null;
  /** Distinct candidates within it whose constraints all pass. */
  readonly within: number;
}

interface Stage {
  readonly ground: Ground;
  readonly trier: Trier;
  /** Model index that constraints compare with. */
  readonly reference: number;
}

/**
 * Chooses among the distinct trials of a search (best first). Those that the rule may choose are judged again on all resamples
 * of the experiment; where none passes every constraint there, the one is taken that a run names as the nearest.
 */
export function chooseTuned(
  bench: Workbench,
  space: SearchSpace,
  { trials, runners }: { readonly trials: readonly Trial[]; readonly runners: readonly JudgedTrial[] },
  rule: ChoosingRule,
  stage: Stage,
): ChosenTrial {
  const { objective } = bench.experiment;
  const passing = trials.filter(({ shortfall: own }) => own === 0);
  const [best] = passing;
  if (best === undefined) return nearestTuned(bench, space, runners, stage);
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
  const { rows } = ranked(bench, candidates, stage);
  const placed = passingOf(rows).map((row) => ({ row, ...placeOf(row) }));
  const picked = placed[plainest(placed, objective, rule, () => error ?? 0)]?.row;
  if (picked === undefined) return nearestTuned(bench, space, runners, stage);
  return {
    candidate: candidates.find(({ id }) => id === picked.id) as Candidate,
    chosen: pickOf(picked),
    best: pickOf(rows[0] as CandidateRow),
    standardError: error,
    within: rule === 'one_standard_error' ? near.length : 1,
  };
}

/** The pick of a run among those nearest to the constraints, in the grid's order, so that ties fall as they do there. */
function nearestTuned(bench: Workbench, space: SearchSpace, runners: readonly JudgedTrial[], stage: Stage): ChosenTrial {
  const finalists = nearestFirst(runners).slice(0, MOST_FINALISTS);
  const candidates = finalists
    .sort((a, b) => gridPlace(space, a.trial) - gridPlace(space, b.trial))
    .map(({ trial }) => candidateOf(space, trial));
  const { rows, selected } = ranked(bench, candidates, stage);
  const row = rows.find(({ id }) => id === selected[0]) as CandidateRow;
  const pick = pickOf(row);
  return {
    candidate: candidates.find(({ id }) => id === row.id) as Candidate,
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

function ranked(bench: Workbench, candidates: readonly Candidate[], { ground, trier, reference }: Stage): Ranking {
  const entrants = candidates.map((candidate) => ({
    candidate,
    replay: () => replayConfig(bench, trier.fitted(candidate).config, 0),
  }));
  return rankCandidates(bench, entrants, { name: 'validation', part: trier.part, rows: ground.measured }, reference);
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
