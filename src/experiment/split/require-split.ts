import { UserError } from '../../domain/user-error.js';
import { expandCandidates } from '../../strategy/expand.js';
import type { Strategy } from '../../strategy/strategy.js';
import type { Experiment } from '../experiment.js';

/**
 * A sweep measured where it is tuned flatters itself: without a split only fixed strategies run.
 *
 * @throws UserError naming the strategy and the split to add
 */
export function requireSplit(experiment: Experiment, strategies: readonly Strategy[]): void {
  if (experiment.split.kind !== 'none') return;
  const swept = strategies.find((strategy) => expandCandidates(strategy).length > 1);
  if (swept === undefined) return;
  throw new UserError({
    file: swept.file,
    message: `strategy "${swept.name}" carries ranges, and split is none: it would be tuned on what it is measured on`,
    field: 'split',
    accepted: 'split: { train: 0.2, validation: 0.4, test: 0.4, seed: 7 } in the experiment file',
  });
}
