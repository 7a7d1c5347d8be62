import type { MetricFamily } from './family.js';

/** How steadily a row decides. */
export const selection: MetricFamily = {
  definitions: [
    {
      name: 'selection.flips',
      title: 'Flip rate',
      unit: 'fraction',
      better: 'lower',
      definition:
        'Share of slightly perturbed prompts (letter case, spacing, a typo, a synonym, a courtesy, noise around the text, end punctuation) whose first call goes to another model. 0 for any constant router, so it says nothing on its own.',
      source: 'RouterArena: robustness = 1 − flips',
    },
  ],
  shares: ['selection.flips'],
  compute: (totals, { self }) => [totals.of(self, 'flips') / totals.weight],
};
