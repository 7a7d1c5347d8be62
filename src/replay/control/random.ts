import { armOfMixture } from '../arm.js';
import type { Control } from './control.js';

/** A uniformly random model per query, as an expectation: what no knowledge at all gives. */
export const random: Control = {
  name: 'random',
  title: 'Random model',
  arms: ({ modelIds, means }) => [
    {
      id: 'control:random',
      label: 'random',
      description: 'Expectation of a uniformly random model per query.',
      marks: ['expected_value'],
      arm: armOfMixture(new Float64Array(modelIds.length).fill(1 / modelIds.length), means),
    },
  ],
};
