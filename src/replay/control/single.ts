import { armOfModel } from '../arm.js';
import type { Control } from './control.js';

/** Every model on its own: what users have before they route. */
export const single: Control = {
  name: 'single',
  title: 'Every single model',
  arms: ({ modelIds, means }) =>
    modelIds.map((id, model) => ({
      id: `single:${id}`,
      label: id,
      description: `Every query goes to ${id}; an error is served as no answer.`,
      marks: ['single_model'],
      arm: armOfModel(model, means),
    })),
};
