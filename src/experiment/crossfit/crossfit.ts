import type { Selection } from '../../compare/choose.js';
import type { ModelList } from '../../domain/model.js';
import { fitCandidate, needsTraining } from '../../strategy/fit.js';
import type { Candidate, FittedCandidate } from '../../strategy/strategy.js';
import { type Entrant, type Ranking, rankCandidates } from '../select.js';
import type { Folds } from '../split/folds.js';
import { trainingOf } from '../training-of.js';
import type { Workbench } from '../workbench.js';
import { crossRouter, type FoldSet, foldSet, replayCrossed } from './fold-set.js';
import { innerFolds, outerFolds } from './folds-of.js';

/** Resamples at most when choosing inside the folds: the choice is made once a fold, and its intervals are not reported. */
const INNER_REPLICATES = 500;

/** What was chosen inside one fold's complement, and so decides the fold. */
export interface FoldChoice {
  readonly fold: string;
  /** The best candidate of each strategy. */
  readonly byStrategy: ReadonlyMap<string, Candidate>;
  /** The choice over all strategies. */
  readonly overall: Candidate;
}

/** What cross-fitting came to. */
export interface Crossfitted {
  readonly outer: FoldSet;
  readonly choices: readonly FoldChoice[];
  /** Candidates ranked on all queries by decisions of routers that had not learned from them. */
  readonly ranking: Ranking;
  /** The best candidate of each strategy, best first, refitted on everything: what would be shipped. */
  readonly refitted: readonly FittedCandidate[];
}

export interface CrossfitSpec {
  readonly folds: Folds;
  readonly innerFolds: number;
  readonly seed: number;
  /** Model index that constraints compare with. */
  readonly reference: number;
}

/**
 * Nested cross-fitting (Varma & Simon 2006; Cawley & Talbot 2010): every fold is decided by a candidate that was chosen on
 * inner folds of the other folds and fitted on these. The decisions of all folds together estimate the procedure that ends
 * in choosing on all queries and refitting on all, which is what `refitted` holds.
 */
export function crossfit(
  bench: Workbench,
  candidates: readonly Candidate[],
  models: ModelList,
  { folds, innerFolds: count, seed, reference }: CrossfitSpec,
): Crossfitted {
  const outer = foldSet(bench, outerFolds(bench, folds));
  const choices = outer.folds.map(({ name, learned }, fold): FoldChoice => {
    const [only, ...others] = candidates;
    // Whatever inner folds came to, a lone candidate would be chosen.
    if (only !== undefined && others.length === 0)
      return { fold: name, byStrategy: new Map([[only.strategy, only]]), overall: only };
    const inner = foldSet(bench, innerFolds(bench, learned, count, seed + 1 + fold));
    return choiceIn(name, candidates, rankOn(quickly(bench), candidates, models, inner, learned, reference));
  });
  const everything = Uint32Array.from(bench.split.part.keys());
  const ranking = rankOn(bench, candidates, models, outer, everything, reference);
  const training = candidates.some(({ pipeline }) => needsTraining(pipeline)) ? trainingOf(bench, everything) : null;
  return {
    outer,
    choices,
    ranking,
    refitted: ranking.selected.map((id) => fitCandidate(named(candidates, id), models, training)),
  };
}

/** Ranks candidates on some rows by decisions of routers that had not learned from them. */
function rankOn(
  bench: Workbench,
  candidates: readonly Candidate[],
  models: ModelList,
  set: FoldSet,
  rows: Uint32Array,
  reference: number,
): Ranking {
  const entrants = candidates.map(
    (candidate): Entrant => ({
      candidate,
      replay: () =>
        replayCrossed(
          bench,
          crossRouter(set, () => candidate, models),
          0,
        ),
    }),
  );
  return rankCandidates(bench, entrants, { name: 'all', part: bench.partOver(rows), rows }, reference);
}

function quickly(bench: Workbench): Workbench {
  const { bootstrap } = bench.experiment;
  const replicates = Math.min(INNER_REPLICATES, bootstrap.replicates);
  return { ...bench, experiment: { ...bench.experiment, bootstrap: { ...bootstrap, replicates } } };
}

function choiceIn(fold: string, candidates: readonly Candidate[], ranking: Ranking): FoldChoice {
  const selected = ranking.selected.map((id) => named(candidates, id));
  return {
    fold,
    byStrategy: new Map(selected.map((candidate) => [candidate.strategy, candidate])),
    overall: named(candidates, selectedId(ranking.selection) ?? (ranking.selected[0] as string)),
  };
}

/** The candidate a selection comes to: a procedure must end in some router, so the nearest where nothing passes. */
function selectedId(selection: Selection): string | null {
  if (selection.kind === 'none') return null;
  return 'id' in selection ? selection.id : selection.nearest;
}

function named(candidates: readonly Candidate[], id: string): Candidate {
  return candidates.find((candidate) => candidate.id === id) as Candidate;
}
