import { done, type UnitKind, type Working } from '../../domain/work.js';
import { fitGroups } from '../../strategy/fit-groups.js';
import type { Candidate } from '../../strategy/strategy.js';
import { crossRouter, fittedInFolds, replayCrossed } from '../crossfit/fold-set.js';
import { innerSet, learnedRows, outerSet } from '../crossfit/kept-folds.js';
import { measurer, type RankingGround } from '../select.js';
import type { MeasuredCandidate } from '../selection.js';
import type { Workbench } from '../workbench.js';
import { benchCommon } from './bench-common.js';

/** Resamples at most when choosing inside the folds: the choice is made once a fold, and its intervals are not reported. */
const INNER_REPLICATES = 500;
/** Numbers that measured candidates of several folds may hold together, about. */
const MOST_NUMBERS = 1 << 25;
/** Quantities that are kept of a candidate, about. */
const QUANTITIES = 4;

/** Candidates that share a fit, if they learn at all. */
export interface CrossInput {
  readonly candidates: readonly Candidate[];
  /** The fold inside whose complement they are measured; null: on all rows, by the folds themselves. */
  readonly inside: number | null;
  /** Model index that constraints compare with. */
  readonly reference: number;
}

/** Measures candidates by decisions of routers that had not learned from what they decide. */
export const crossUnit: UnitKind<Workbench, CrossInput, MeasuredCandidate[]> = {
  name: 'cross',
  describe: 'fit some candidates fold by fold, inside one fold’s complement or on everything, and sum up what all folds came to',
  common: benchCommon,
  run(bench, { candidates, inside, reference }) {
    const set = inside === null ? outerSet(bench) : innerSet(bench, inside);
    const own = benchInside(bench, inside);
    const measure = measurer(own, groundInside(bench, inside), reference);
    return candidates.map((candidate) => {
      const configs = fittedInFolds(bench, set, () => candidate);
      return {
        candidate,
        measured: measure(
          replayCrossed(
            own,
            crossRouter(set, () => candidate, configs),
            0,
          ),
        ),
      };
    });
  },
};

/** The rows that candidates are ranked on. */
export function groundInside(bench: Workbench, inside: number | null): RankingGround {
  const rows = learnedRows(bench, inside);
  return { name: 'all', part: bench.partOver(rows), rows };
}

/** The workbench with fewer resamples where a choice is made inside the folds. */
export function benchInside(bench: Workbench, inside: number | null): Workbench {
  if (inside === null) return bench;
  const { bootstrap } = bench.experiment;
  const replicates = Math.min(INNER_REPLICATES, bootstrap.replicates);
  return { ...bench, experiment: { ...bench.experiment, bootstrap: { ...bootstrap, replicates } } };
}

/** All candidates measured inside each of some folds, or on everything (null), in order. Yields no more of them than memory should hold. */
export function* crossMeasured(
  bench: Workbench,
  candidates: readonly Candidate[],
  inside: readonly (number | null)[],
  reference: number,
): Working<readonly (readonly MeasuredCandidate[])[]> {
  const groups = fitGroups(candidates);
  const inputs = inside.flatMap((fold) =>
    groups.map(
      (places): CrossInput => ({ candidates: places.map((place) => candidates[place] as Candidate), inside: fold, reference }),
    ),
  );
  const outputs = yield* done(crossUnit, bench, inputs);
  return inside.map((_, at) => {
    const all: MeasuredCandidate[] = [];
    groups.forEach((places, group) => {
      const measured = outputs[at * groups.length + group] ?? [];
      // The candidate that was asked for, not the copy that came back: what is the same stays the same object.
      places.forEach((place, own) => {
        all[place] = { ...(measured[own] as MeasuredCandidate), candidate: candidates[place] as Candidate };
      });
    });
    return all;
  });
}

/** Folds whose candidates can be measured side by side. */
export function foldsAtOnce(bench: Workbench, candidates: readonly Candidate[]): number {
  return Math.max(1, Math.floor(MOST_NUMBERS / (candidates.length * bench.dataset.queries.size * QUANTITIES)));
}
