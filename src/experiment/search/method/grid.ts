import { UserError } from '../../../domain/user-error.js';
import { ON_VALIDATION, type SearchMethod } from './method.js';

/** Every candidate once. */
export const grid: SearchMethod = {
  name: 'grid',
  describe: 'every candidate once, in the order of the full grid',
  *asks({ space, budget }) {
    if (space.size > budget) {
      throw new UserError({
        file: space.strategy.file,
        message: `the grid has ${space.size} candidates, and the budget is ${budget}`,
        accepted: `--budget ${space.size}, or another --method`,
      });
    }
    yield Array.from({ length: space.size }, (_, index) => ({ point: space.pointAt(index), on: ON_VALIDATION }));
  },
};
