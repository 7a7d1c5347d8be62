import { counted } from '../../../domain/measured-text.js';
import { UserError } from '../../../domain/user-error.js';
import { drawsOf, unseenPoints, unseenUpTo } from '../draw-points.js';
import { compareTrials, type Trial } from '../trial.js';
import { type AskedOn, ON_VALIDATION, type SearchMethod } from './method.js';

const STREAM = 0x68616c76;

/** One candidate in this many goes on to the next rung. */
const KEEP_ONE_IN = 3;

/** A rung on fewer groups than this tells candidates apart by luck. */
const LEAST_GROUPS = 50;

/**
 * Successive halving (Jamieson & Talwalkar 2016; Li et al. 2018, "Hyperband", one bracket): all candidates of the budget are
 * tried on a small share of the train part, the best third of them on three times as much, and so on; those that come out of
 * the whole train part are ranked on validation. Most candidates never see the validation part, so its numbers flatter less.
 */
export const halving: SearchMethod = {
  name: 'halving',
  describe: 'all on a small share of the train part, the best third on three times as much, the last ones on validation',
  *asks({ space, budget, seed, trainGroups }) {
    if (trainGroups < LEAST_GROUPS) {
      throw new UserError({
        field: 'split.train',
        message: `halving begins on shares of the train part, and that has ${counted(trainGroups, 'group')}`,
        accepted: `at least ${LEAST_GROUPS}, or another --method`,
      });
    }
    const draws = drawsOf(seed, STREAM);
    const unseen = unseenPoints(space);
    let points = unseenUpTo(budget, unseen, draws);
    for (const on of rungs(trainGroups, points.length)) {
      const trials = yield points.map((point) => ({ point, on }));
      const tried = points.map((point, place) => ({ point, trial: trials[place] as Trial }));
      const kept = on.kind === 'validation' ? tried.length : Math.ceil(tried.length / KEEP_ONE_IN);
      points = tried
        .sort((a, b) => compareTrials(a.trial, b.trial))
        .slice(0, kept)
        .map(({ point }) => point);
    }
  },
};

/** From the smallest share that is large enough (and that leaves candidates to go on) to the whole train part, then validation. */
function rungs(trainGroups: number, candidates: number): AskedOn[] {
  const train: AskedOn[] = [];
  for (let divisor = 1; trainGroups / divisor >= LEAST_GROUPS && candidates / divisor >= 1; divisor *= KEEP_ONE_IN) {
    train.unshift({ kind: 'train', divisor });
  }
  return [...train, ON_VALIDATION];
}
