import { armOfMixture } from '../arm.js';
import type { Control } from './control.js';

/** The same model shares as the best strategy, dealt by chance: what the mix alone gives without knowing the query. */
export const randomAtShares: Control = {
  name: 'random_at_shares',
  title: 'Random at matched shares',
  arms: ({ matchTo, means }) =>
    matchTo === null
      ? []
      : [
          {
            id: 'control:random_at_shares',
            label: 'random at same shares',
            description: `Expectation of routing by chance with the model shares of ${matchTo.label}.`,
            marks: ['expected_value', 'matched'],
            arm: armOfMixture(matchTo.shares, means),
          },
        ],
};
