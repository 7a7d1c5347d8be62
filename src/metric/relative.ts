import type { MetricFamily, Roles, Totals } from './family.js';

const SOURCE = 'LLMRouterBench README (defined in words there; formulas fit its plotted values)';

/** LLMRouterBench's relative gains and RouterEval's standing against the best single model. */
export const relative: MetricFamily = {
  definitions: [
    {
      name: 'relative.gain_over_random',
      title: 'Gain@R',
      unit: 'ratio',
      better: 'higher',
      definition: 'Quality ÷ the expected quality of a uniformly random model, − 1.',
      source: SOURCE,
    },
    {
      name: 'relative.gain_over_best',
      title: 'Gain@B',
      unit: 'ratio',
      better: 'higher',
      definition: 'Quality ÷ the best single model’s, − 1. At a router’s most accurate setting this is PerfGain.',
      source: SOURCE,
    },
    {
      name: 'relative.gap_to_oracle',
      title: 'Gap@O',
      unit: 'ratio',
      better: 'lower',
      definition: '1 − quality ÷ the oracle’s.',
      source: SOURCE,
    },
    {
      name: 'relative.cost_save',
      title: 'CostSave',
      unit: 'ratio',
      better: 'higher',
      definition: '1 − cost ÷ the best single model’s, where quality is at least that model’s; else not available.',
      source: SOURCE,
    },
    {
      name: 'relative.v_best',
      title: 'V_B',
      unit: 'ratio',
      better: 'higher',
      definition:
        'Quality ÷ the best single model’s on the same queries. V_R is the quality kept, with the reference as its yardstick.',
      source: 'RouterEval (arXiv 2503.10657), test_router.py',
    },
    {
      name: 'relative.partial_oracle',
      title: 'Oracle share',
      unit: 'ratio',
      better: 'higher',
      definition:
        '(quality − random) ÷ (oracle − random): the chance p with which a partial oracle r_o(p), else a uniformly random model, would have to be asked to do as well.',
      source: 'RouterEval (arXiv 2503.10657), r_o_router.py',
    },
  ],
  compute: (totals, roles) => {
    const own = totals.of(roles.self, 'quality');
    const random = meanOfSingles(totals, roles);
    const best = totals.of(roles.bestSingle, 'quality');
    const oracle = roles.oracle === null ? Number.NaN : totals.of(roles.oracle, 'quality');
    return [
      own / random - 1,
      own / best - 1,
      1 - own / oracle,
      own >= best ? 1 - totals.of(roles.self, 'cost') / totals.of(roles.bestSingle, 'cost') : Number.NaN,
      own / best,
      oracle > random ? (own - random) / (oracle - random) : Number.NaN,
    ];
  },
};

function meanOfSingles(totals: Totals, { singles }: Roles): number {
  return singles.reduce((sum, arm) => sum + totals.of(arm, 'quality'), 0) / singles.length;
}
