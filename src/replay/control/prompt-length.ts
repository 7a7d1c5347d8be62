import { armOfChoice } from '../arm.js';
import type { Control, ControlContext } from './control.js';

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
    const threshold = thresholdAt(context, share);
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

/** The length from which the share of queries is nearest to `share`; ties in length move together. */
function thresholdAt(context: ControlContext, share: number): number {
  const lengths = Float64Array.from(context.rows, (query) => context.promptLength[query] as number).sort();
  const wanted = Math.round(lengths.length * (1 - share));
  if (wanted >= lengths.length) return (lengths[lengths.length - 1] ?? 0) + 1;
  return lengths[wanted] ?? 0;
}
