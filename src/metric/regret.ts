import type { MetricFamily } from './family.js';

/** How far from the oracle, and how much of the reachable gap is closed. */
export const regret: MetricFamily = {
  definitions: [
    {
      name: 'regret.quality',
      title: 'Regret',
      unit: 'fraction',
      better: 'lower',
      definition: "The oracle's mean quality minus this row's.",
      source: 'RouterEval (arXiv 2503.10657): gap to the oracle router r_o(1)',
    },
    {
      name: 'regret.gap_closed',
      title: 'Oracle gap closed',
      unit: 'ratio',
      better: 'higher',
      definition: '(quality − best single model) ÷ (oracle − best single model); below 0 means worse than the best single model.',
      source: 'LLMRouterBench README: gap between best single and oracle',
    },
  ],
  compute: (totals, { self, oracle, bestSingle }) => {
    if (oracle === null) return [Number.NaN, Number.NaN];
    const own = totals.of(self, 'quality');
    const best = totals.of(oracle, 'quality');
    const single = totals.of(bestSingle, 'quality');
    return [(best - own) / totals.weight, best > single ? (own - single) / (best - single) : Number.NaN];
  },
};
