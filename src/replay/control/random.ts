import { armOfMixture } from '../arm.js';
import type { Control } from './control.js';

/** A uniformly random model per query, as an expectation: what no knowledge at all gives. */
export const random: Control = {
  name: 'random',
  title: 'Random model',
  arms: ({ compared, means }) => [
    {
      id: 'control:random',
      label: 'random',
      description: 'Expectation of a uniformly random model per query.',
      marks: ['expected_value'],
      arm: armOfMixture(evenly(compared, means.modelCount), means),
    },
  ],
};

/** The same chance for each of some models. */
export function evenly(models: readonly number[], modelCount: number): Float64Array {
  const mixture = new Float64Array(modelCount);
  for (const model of models) mixture[model] = 1 / models.length;
  return mixture;
}
