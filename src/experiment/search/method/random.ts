import { drawsOf, unseenPoints, unseenUpTo } from '../draw-points.js';
import { ON_VALIDATION, type SearchMethod } from './method.js';

const STREAM = 0x72616e64;

/** Candidates drawn uniformly, none twice (Bergstra & Bengio 2012: better than a grid where few ranges matter). */
export const random: SearchMethod = {
  name: 'random',
  describe: 'candidates drawn uniformly, none twice',
  *asks({ space, budget, seed }) {
    const draws = drawsOf(seed, STREAM);
    const unseen = unseenPoints(space);
    yield unseenUpTo(budget, unseen, draws).map((point) => ({ point, on: ON_VALIDATION }));
  },
};
