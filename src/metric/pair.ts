import type { MetricFamily } from './family.js';

/** What a row recovers between a weak and a strong model, in quality and for the money. */
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
    {
      name: 'pair.ibc_lift',
      title: 'IBC lift',
      unit: 'ratio',
      better: 'higher',
      definition:
        'Quality gained over the weak model per extra cost, relative to what the strong model gains for its extra cost, − 1. Not available at the weak model’s cost or below.',
      source: 'AutoMix (arXiv 2310.12963): incremental benefit per cost',
    },
  ],
  compute: (totals, { self, pair: models }) => {
    if (models === null) return [Number.NaN, Number.NaN];
    const gained = (arm: number): number => totals.of(arm, 'quality') - totals.of(models.weak, 'quality');
    const extra = (arm: number): number => totals.of(arm, 'cost') - totals.of(models.weak, 'cost');
    const base = gained(models.strong) / extra(models.strong);
    return [
      gained(models.strong) > 0 ? gained(self) / gained(models.strong) : Number.NaN,
      extra(self) > 0 && base > 0 ? gained(self) / extra(self) / base - 1 : Number.NaN,
    ];
  },
};
