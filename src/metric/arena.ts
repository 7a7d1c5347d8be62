import { log2 } from '../stats/log2.js';
import { falling } from './estimate/seen.js';
import { type MetricFamily, PICO, type Roles, type Totals } from './family.js';

/** Weight of the cost score; small, so that accuracy dominates. */
const BETA = 0.1;
/** Range of USD per 1,000 queries the cost score covers; costs outside are clamped to it. */
const CHEAPEST_PER_1K = 0.0044;
const DEAREST_PER_1K = 200;

const SOURCE = 'RouterArena, llm_evaluation/run.py';
const FIXED = 'RouterArena after its pull request 97: router-wrong rows are no longer left out of accuracy';

/** RouterArena's leaderboard numbers. They need costs in USD. */
export const arena: MetricFamily = {
  definitions: [
    {
      name: 'arena.score',
      title: 'Arena score',
      unit: 'ratio',
      better: 'higher',
      definition: `(1 + β)·A·C ÷ (β·A + C) of mean quality A and cost score C, β = ${BETA}.`,
      source: SOURCE,
    },
    {
      name: 'arena.cost_score',
      title: 'Arena cost score',
      unit: 'ratio',
      better: 'higher',
      definition: `(log₂ ${DEAREST_PER_1K} − log₂ c) ÷ (log₂ ${DEAREST_PER_1K} − log₂ ${CHEAPEST_PER_1K}), c = USD per 1,000 queries clamped to [${CHEAPEST_PER_1K}, ${DEAREST_PER_1K}].`,
      source: SOURCE,
    },
    {
      name: 'arena.optimal_selection',
      title: 'Optimal selection',
      unit: 'fraction',
      better: 'higher',
      definition:
        'Of the queries some model answers rightly, the share answered rightly at the cost of the cheapest right model.',
      source: FIXED,
    },
    {
      name: 'arena.optimal_accuracy',
      title: 'Optimal accuracy',
      unit: 'ratio',
      better: 'higher',
      definition: "Quality over the oracle's, both on the queries some model answers rightly.",
      source: FIXED,
    },
    {
      name: 'arena.optimal_cost',
      title: 'Optimal cost',
      unit: 'ratio',
      better: 'higher',
      definition: 'On the queries answered rightly: what the cheapest right models cost ÷ what was paid.',
      source: FIXED,
    },
  ],
  ratios: ({ self }) => [
    {
      name: 'arena.optimal_cost',
      over: [{ arm: self, quantity: 'overspend', times: 1 }],
      under: [{ arm: self, quantity: 'rightCost', times: 1 }],
      seen: (estimate) => falling(estimate, (share) => 1 - share),
    },
  ],
  compute: (totals, roles) => {
    const costScore = roles.usd ? arenaCostScore(((1000 * PICO) / totals.weight) * totals.of(roles.self, 'cost')) : Number.NaN;
    return [arenaScore(totals.of(roles.self, 'quality') / totals.weight, costScore), costScore, ...optimality(totals, roles)];
  },
};

/** RouterArena's S. @param accuracy mean quality, 0..1 */
export function arenaScore(accuracy: number, costScore: number): number {
  const under = BETA * accuracy + costScore;
  return under === 0 ? 0 : ((1 + BETA) * accuracy * costScore) / under;
}

/** RouterArena's C: 1 at the cheapest end, 0 at the dearest. */
export function arenaCostScore(usdPer1k: number): number {
  const clamped = Math.min(DEAREST_PER_1K, Math.max(CHEAPEST_PER_1K, usdPer1k));
  return (log2(DEAREST_PER_1K) - log2(clamped)) / (log2(DEAREST_PER_1K) - log2(CHEAPEST_PER_1K));
}

function optimality(totals: Totals, { self, oracle }: Roles): [number, number, number] {
  const paid = totals.of(self, 'rightCost');
  const cost = paid === 0 ? Number.NaN : (paid - totals.of(self, 'overspend')) / paid;
  if (oracle === null) return [Number.NaN, Number.NaN, cost];
  return [
    (totals.of(self, 'right') - totals.of(self, 'over')) / totals.of(oracle, 'right'),
    totals.of(self, 'solvable') / totals.of(oracle, 'solvable'),
    cost,
  ];
}
