import { UserError } from '../../domain/user-error.js';
import { sampleCandidates } from '../../strategy/expand.js';
import { needsTraining } from '../../strategy/fit.js';
import { searchSpace } from '../../strategy/search-space.js';
import type { Strategy } from '../../strategy/strategy.js';
import type { Experiment } from '../experiment.js';

const LEARNING = 'split: { train: 0.5, validation: 0.2, test: 0.3, seed: 7 } in the experiment file';

/**
 * A sweep measured where it is tuned flatters itself, and so does what is measured where it learned: without a split only
 * fixed strategies run, and what learns needs a train part.
 *
 * @throws UserError naming the strategy and the split to add
 */
export function requireSplit({ split }: Experiment, strategies: readonly Strategy[]): void {
  const learner = strategies.find((strategy) => sampleCandidates(strategy).some(({ pipeline }) => needsTraining(pipeline)));
  if (learner !== undefined && split.kind === 'none') {
    throw refusal(learner, 'learns, and split is none: it would be measured on what it learned from', LEARNING);
  }
  if (learner !== undefined && split.kind === 'holdout' && split.train === 0) {
    throw refusal(learner, 'learns, and the train part is empty', LEARNING);
  }
  const swept = split.kind === 'none' ? strategies.find((strategy) => searchSpace(strategy).size > 1) : undefined;
  if (swept === undefined) return;
  throw refusal(
    swept,
    'carries ranges, and split is none: it would be tuned on what it is measured on',
    'split: { train: 0.2, validation: 0.4, test: 0.4, seed: 7 } in the experiment file',
  );
}

function refusal({ file, name }: Strategy, why: string, accepted: string): UserError {
  return new UserError({ file, message: `strategy "${name}" ${why}`, field: 'split', accepted });
}
