import type { MetricFamily } from './family.js';

/** Performance gap recovered between a weak and a strong model. */
export const pair: MetricFamily = {
  definitions: [
    {
      name: 'pair.pgr',
      title: 'PGR',
      unit: 'ratio',
      better: 'higher',
      definition: '(quality − weak) ÷ (strong − weak); not clipped.',
      source: 'RouteLLM (arXiv 2406.18665), evals/benchmarks.py',
    },
  ],
  compute: (totals, { self, pair: models }) => {
    if (models === null) return [Number.NaN];
    const weak = totals.of(models.weak, 'quality');
    const strong = totals.of(models.strong, 'quality');
    return [strong > weak ? (totals.of(self, 'quality') - weak) / (strong - weak) : Number.NaN];
  },
};
