import { armOfModel } from '../arm.js';
import type { Control } from './control.js';

/** Every model on its own: what users have before they route. */
export const single: Control = {
  name: 'single',
  title: 'Every single model',
  arms: ({ modelIds, compared, means }) =>
    compared.map((model) => {
      const id = modelIds[model] ?? '';
      return {
        id: `single:${id}`,
        label: id,
        description: `Every query goes to ${id}; an error is served as no answer.`,
        marks: ['single_model'],
        arm: armOfModel(model, means),
      };
    }),
};
