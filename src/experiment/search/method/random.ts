import { drawsOf, unseenPoints } from '../draw-points.js';
import { ON_VALIDATION, type SearchMethod } from './method.js';

const STREAM = 0x72616e64;

/** Candidates drawn uniformly, none twice (Bergstra & Bengio 2012: better than a grid where few ranges matter). */
export const random: SearchMethod = {
  name: 'random',
  describe: 'candidates drawn uniformly, none twice',
  *asks({ space, budget, seed }) {
    const draws = drawsOf(seed, STREAM);
    const unseen = unseenPoints(space);
    for (let count = 0; count < budget; count++) {
      const point = unseen.draw(draws);
      if (point === null) return;
      yield { point, on: ON_VALIDATION };
    }
  },
};
