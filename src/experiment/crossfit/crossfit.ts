import type { Selection } from '../../compare/choose.js';
import type { Working } from '../../domain/work.js';
import type { Candidate, FittedCandidate } from '../../strategy/strategy.js';
import type { Ranking } from '../rank-totals.js';
import { rankMeasured } from '../select.js';
import { benchInside, crossMeasured, foldsAtOnce, groundInside } from '../unit/cross-unit.js';
import { fittedAll } from '../unit/fit-unit.js';
import type { Workbench } from '../workbench.js';
import type { FoldSet } from './fold-set.js';
import { outerSet } from './kept-folds.js';

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

/**
 * Nested cross-fitting (Varma & Simon 2006; Cawley & Talbot 2010): every fold is decided by a candidate that was chosen on
 * inner folds of the other folds and fitted on these. The decisions of all folds together estimate the procedure that ends
 * in choosing on all queries and refitting on all, which is what `refitted` holds.
 *
 * @param reference model index that constraints compare with
 */
export function* crossfit(bench: Workbench, candidates: readonly Candidate[], reference: number): Working<Crossfitted> {
  const choices = yield* choicesIn(bench, candidates, reference);
  const [measured = []] = yield* crossMeasured(bench, candidates, [null], reference);
  const ranking = yield* rankMeasured(bench, measured, groundInside(bench, null), reference);
  const selected = ranking.selected.map((id) => ({ candidate: named(candidates, id), without: null }));
  return { outer: outerSet(bench), choices, ranking, refitted: yield* fittedAll(bench, selected) };
}

/** What is chosen for each fold without it, as many folds at a time as memory should hold. */
function* choicesIn(bench: Workbench, candidates: readonly Candidate[], reference: number): Working<FoldChoice[]> {
  const { folds } = outerSet(bench);
  const [only, ...others] = candidates;
  // Whatever inner folds came to, a lone candidate would be chosen.
  if (only !== undefined && others.length === 0)
    return folds.map(({ name }) => ({ fold: name, byStrategy: new Map([[only.strategy, only]]), overall: only }));
  const choices: FoldChoice[] = [];
  const atOnce = foldsAtOnce(bench, candidates);
  for (let from = 0; from < folds.length; from += atOnce) {
    const numbers = folds.slice(from, from + atOnce).map((_, at) => from + at);
    const measured = yield* crossMeasured(bench, candidates, numbers, reference);
    for (const [at, fold] of numbers.entries()) {
      const ranking = yield* rankMeasured(benchInside(bench, fold), measured[at] ?? [], groundInside(bench, fold), reference);
      choices.push(choiceIn(folds[fold]?.name ?? '', candidates, ranking));
    }
  }
  return choices;
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
