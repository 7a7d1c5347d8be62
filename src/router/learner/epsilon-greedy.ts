import { wholeAt } from '../check.js';
import type { EpsilonGreedy } from '../config.js';
import type { Learner } from './learner.js';
import { bestMean, counted, tallyOf } from './tally.js';

const TWO_32 = 2 ** 32;
/** Keeps the choice among all apart from whether there is one. */
const WHICH = 0x5bd1e995;

/** With chance epsilon / 2³² any allowed model, else the one of the greatest mean reward (Sutton & Barto, §2.2). */
export const epsilonGreedy: Learner<EpsilonGreedy> = {
  by: 'epsilon_greedy',
  members: ['by', 'epsilon'],
  check(learner, field) {
    wholeAt(learner['epsilon'], `${field}.epsilon`, 0, TWO_32);
  },
  compile:
    ({ epsilon }, { strength, over }) =>
    () =>
    (_row, state, { allowed, base, task, hash }) => {
      const best = bestMean(tallyOf(state, task, over.length), allowed, base, strength);
      const any = hash(0) < epsilon ? (allowed[Math.floor((hash(WHICH) * allowed.length) / TWO_32)] as number) : best;
      const chance = epsilon / TWO_32;
      return {
        arm: any,
        explored: any !== best,
        propensity: (any === best ? 1 - chance : 0) + chance / allowed.length,
      };
    },
  initial: () => ({}),
  learn: (state, noted, reward, _learner, stage) => counted(state, noted, reward, stage),
};
