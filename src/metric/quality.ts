import type { MetricFamily } from './family.js';

/** Mean quality and what it keeps of the reference's. */
export const quality: MetricFamily = {
  definitions: [
    {
      name: 'quality.mean',
      title: 'Quality',
      unit: 'fraction',
      better: 'higher',
      definition: 'Traffic-weighted mean of the score of the answer that was served; an error or a refusal to route counts 0.',
      source: 'RouterBench (arXiv 2403.12031), evaluate_routers.py: mean score per router',
    },
    {
      name: 'quality.retention',
      title: 'Quality kept',
      unit: 'ratio',
      better: 'higher',
      definition: "Mean quality divided by the reference's on the same queries.",
      source: 'RouteLLM (arXiv 2406.18665): share of GPT-4 quality kept; RouterEval: V_R',
    },
  ],
  shares: ['quality.mean'],
  compute: (totals, { self, reference }) => {
    const total = totals.of(self, 'quality');
    return [total / totals.weight, total / totals.of(reference, 'quality')];
  },
};
