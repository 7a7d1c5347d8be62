import { overall } from '../../compare/judge.js';
import type { CandidateRow, SearchPick } from '../../domain/results.js';
import type { SearchSpace } from '../../strategy/search-space.js';
import type { Candidate } from '../../strategy/strategy.js';
import { type Ranking, rankCandidates } from '../select.js';
import { replayConfig, type Workbench } from '../workbench.js';
import type { Ground } from './ground.js';
import { type ChoosingRule, plainest } from './plainest.js';
import type { Trial } from './trial.js';
import type { Trier } from './try-candidates.js';

/** Judged on all resamples at most, the plainest first. */
const MOST_FINALISTS = 40;

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

/**
 * Chooses among the distinct trials of a search (best first). Those that the rule may choose are judged again on all resamples
 * of the experiment; where none passes every constraint there, the nearest is taken, and the comparison that follows says so.
 */
export function chooseTuned(
  bench: Workbench,
  space: SearchSpace,
  trials: readonly Trial[],
  rule: ChoosingRule,
  { ground, trier, reference }: { readonly ground: Ground; readonly trier: Trier; readonly reference: number },
): ChosenTrial {
  const { objective } = bench.experiment;
  const passing = trials.filter(({ shortfall }) => shortfall === 0);
  const best = passing[0] ?? (trials[0] as Trial);
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
  const ranking = ranked(bench, candidates, ground, trier, reference);
  const placed = ranking.rows
    .filter(({ constraints }) => overall(constraints) === 'pass')
    .map((row) => ({ row, ...placeOf(row) }));
  const picked = placed[plainest(placed, objective, rule, () => error ?? 0)]?.row ?? (ranking.rows[0] as CandidateRow);
  return {
    candidate: candidates.find(({ id }) => id === picked.id) as Candidate,
    chosen: pickOf(picked),
    best: pickOf(ranking.rows[0] as CandidateRow),
    standardError: error,
    within: rule === 'one_standard_error' ? near.length : Math.min(1, passing.length),
  };
}

function ranked(bench: Workbench, candidates: readonly Candidate[], ground: Ground, trier: Trier, reference: number): Ranking {
  const entrants = candidates.map((candidate) => ({
    candidate,
    replay: () => replayConfig(bench, trier.fitted(candidate).config, 0),
  }));
  return rankCandidates(bench, entrants, { name: 'validation', part: trier.part, rows: ground.measured }, reference);
}

/** The candidate a trial tried. Ids count the grid from 1. */
export function candidateOf(space: SearchSpace, { id }: Pick<Trial, 'id'>): Candidate {
  const at = id.lastIndexOf('#');
  return space.candidateAt(space.pointAt(space.size === 1 ? 0 : Number(id.slice(at + 1)) - 1));
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
