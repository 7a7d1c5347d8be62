import { armOfChoice } from '../arm.js';
import type { Control } from './control.js';

/**
 * Longer prompts to the strong model: reads nothing but the length. A learned router that doesn't beat it is not
 * learning. A whole sweep; the row stands at the strong model's share in the row it is matched to, or at half.
 */
export const promptLength: Control = {
  name: 'prompt_length',
  title: 'Prompt length',
  arms: (context) => {
    const pair = context.pair;
    if (pair === null) return [];
    const share = context.matchTo?.shares[pair.strong] ?? 0.5;
    const threshold = context.lengthAt(share);
    const choice = Int16Array.from(context.promptLength, (length) => (length >= threshold ? pair.strong : pair.weak));
    return [
      {
        id: 'control:prompt_length',
        label: 'prompt length',
        description: `Prompts of ${threshold} code points or more go to ${context.modelIds[pair.strong]}, the rest to ${context.modelIds[pair.weak]}.`,
        marks: ['matched'],
        arm: armOfChoice(choice, context.means),
        score: context.promptLength,
      },
    ];
  },
};
