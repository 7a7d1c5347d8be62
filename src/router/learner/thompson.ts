import { listAt, refuse, wholeAt } from '../check.js';
import type { Thompson } from '../config.js';
import type { Learner } from './learner.js';
import { bestMean, counted, meanOf, tallyOf } from './tally.js';

/** Quantiles are in units of 2⁻¹². */
const QUANTILE_ONE = 2 ** 12;
const MOST_QUANTILES = 1024;
/** Makes a stream of its own for each arm. */
const ARM_STREAM = 0x9e3779b1;

/**
 * Thompson sampling with a Gaussian posterior (Thompson 1933; Agrawal & Goyal 2013): the allowed model of the greatest
 * mean + spread · z / √(n + strength), where z is one of the table's quantiles of the normal distribution, drawn by hash for each
 * model. So the chance of a choice can be counted out over the table.
 */
export const thompson: Learner<Thompson> = {
  by: 'thompson',
  members: ['by', 'spread', 'quantiles'],
  check(learner, field) {
    const { spread } = learner;
    if (!Number.isFinite(spread) || (spread as number) < 0)
      throw refuse(`${field}.spread`, 'is not a number', { accepted: 'at least 0' });
    const quantiles = listAt(learner['quantiles'], `${field}.quantiles`);
    if (shiftOf(quantiles.length) < 0)
      throw refuse(`${field}.quantiles`, 'has the wrong length', { accepted: `a power of two, 2 to ${MOST_QUANTILES}` });
    let above = -QUANTILE_ONE * 8;
    quantiles.forEach((one, at) => {
      above = wholeAt(one, `${field}.quantiles[${at}]`, above, QUANTILE_ONE * 8);
    });
  },
  compile({ spread, quantiles }, { strength, over }) {
    const shift = shiftOf(quantiles.length);
    return () =>
      (_row, state, { allowed, base, task, hash }) => {
        const tally = tallyOf(state, task, over.length);
        const scoreOf = (arm: number, at: number): number =>
          meanOf(tally, arm, base[arm] as number, strength) +
          (spread * (quantiles[at] as number)) / QUANTILE_ONE / Math.sqrt((tally.n[arm] as number) + strength);
        let arm = allowed[0] as number;
        let most = Number.NEGATIVE_INFINITY;
        for (let i = 0; i < allowed.length; i++) {
          const one = allowed[i] as number;
          const score = scoreOf(one, hash(Math.imul(one + 1, ARM_STREAM)) >>> shift);
          if (score <= most) continue;
          arm = one;
          most = score;
        }
        const best = bestMean(tally, allowed, base, strength);
        return { arm, explored: arm !== best, propensity: chanceOf(arm, allowed, quantiles.length, scoreOf) };
      };
  },
  initial: () => ({}),
  learn: (state, noted, reward, _learner, stage) => counted(state, noted, reward, stage),
};

/** How far a 32-bit hash is shifted to name one of so many quantiles; −1 for a number that is no power of two. */
function shiftOf(size: number): number {
  for (let bits = 1; 2 ** bits <= MOST_QUANTILES; bits++) if (2 ** bits === size) return 32 - bits;
  return -1;
}

/** The mean over the arm's quantiles of the chance that every other arm stays below it; ties go to the earlier. */
function chanceOf(arm: number, allowed: readonly number[], size: number, scoreOf: (arm: number, at: number) => number): number {
  let sum = 0;
  for (let at = 0; at < size; at++) {
    const own = scoreOf(arm, at);
    let chance = 1;
    for (let i = 0; i < allowed.length && chance > 0; i++) {
      const other = allowed[i] as number;
      if (other !== arm) chance *= below(own, other, arm < other, size, scoreOf) / size;
    }
    sum += chance;
  }
  return sum / size;
}

/** How many of an arm's scores, which ascend, are below a value, or equal to it where that counts. */
function below(value: number, arm: number, orEqual: boolean, size: number, scoreOf: (arm: number, at: number) => number): number {
  let low = 0;
  let high = size;
  while (low < high) {
    const middle = (low + high) >> 1;
    const score = scoreOf(arm, middle);
    if (score < value || (orEqual && score === value)) low = middle + 1;
    else high = middle;
  }
  return low;
}
