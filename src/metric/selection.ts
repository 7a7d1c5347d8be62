import type { MetricFamily } from './family.js';

/** How widely a row spreads its calls, and how steadily it decides. */
export const selection: MetricFamily = {
  definitions: [
    {
      name: 'selection.entropy',
      title: 'Selection entropy',
      unit: 'ratio',
      better: 'neither',
      definition:
        '−Σ s·log₂ s over the shares s of first calls, in bits: 0 for one model, log₂ m for an even spread over m. The interval is that of its first-order term.',
      source: 'RouterEval (arXiv 2503.10657): E_p, of shares here because scores of different routers do not compare',
    },
    {
      name: 'selection.flips',
      title: 'Flip rate',
      unit: 'fraction',
      better: 'lower',
      definition:
        'Share of slightly perturbed prompts (letter case, spacing, a typo, a courtesy, end punctuation) whose first call goes to another model. 0 for any constant router, so it says nothing on its own.',
      source: 'RouterArena: robustness = 1 − flips',
    },
  ],
  compute: (totals, { self }) => [totals.of(self, 'surprisal') / totals.weight, totals.of(self, 'flips') / totals.weight],
};
