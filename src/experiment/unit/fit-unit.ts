import { done, type UnitKind, type Working } from '../../domain/work.js';
import type { RouterConfig } from '../../router/config.js';
import { fitCandidate, needsTraining } from '../../strategy/fit.js';
import type { Candidate, FittedCandidate } from '../../strategy/strategy.js';
import { learnedRows, outerSet } from '../crossfit/kept-folds.js';
import { trainingOf } from '../training-of.js';
import type { Workbench } from '../workbench.js';
import { benchCommon } from './bench-common.js';
import { keptWith } from './kept.js';

/** A candidate, and what it may learn from. */
export interface FitInput {
  readonly candidate: Candidate;
  /** The fold that it is to decide, and so may not learn from; null: it learns from everything. */
  readonly without: number | null;
}

/** Fits a candidate without one fold, or on everything. */
export const fitUnit: UnitKind<Workbench, FitInput, RouterConfig> = {
  name: 'fit',
  describe: 'fit one candidate on all rows but those of one fold, or on everything',
  common: benchCommon,
  run(bench, { candidate, without }) {
    if (!needsTraining(candidate.pipeline)) return fitCandidate(candidate, bench.known, null).config;
    const training =
      without === null
        ? keptWith(bench, 'everything', () => trainingOf(bench, learnedRows(bench, null)))
        : outerSet(bench).training(without);
    return fitCandidate(candidate, bench.known, training).config;
  },
};

/** Candidates fitted, in order; what learns nothing is not sent anywhere. */
export function* fittedAll(bench: Workbench, asked: readonly FitInput[]): Working<readonly FittedCandidate[]> {
  const learning = asked.filter(({ candidate }) => needsTraining(candidate.pipeline));
  const configs = yield* done(fitUnit, bench, learning);
  return asked.map((one) => {
    const at = learning.indexOf(one);
    return { candidate: one.candidate, config: at < 0 ? fitUnit.run(bench, one) : (configs[at] as RouterConfig) };
  });
}
