import { moneyRatios } from './estimate/money-ratios.js';
import { atLeastZero, falling, scaled } from './estimate/seen.js';
import { type MetricFamily, PICO } from './family.js';

const SOURCE = 'RouterBench evaluate_routers.py: sum of dollars per router; here every attempt is charged';

/** What a query costs with every attempt paid, and what that saves. Units: USD, or calls where no price is known. */
export const cost: MetricFamily = {
  definitions: [
    {
      name: 'cost.mean',
      title: 'Cost per query',
      unit: 'usd',
      better: 'lower',
      definition: 'Traffic-weighted mean cost of a query: every attempt, failed and escalated ones included.',
      source: SOURCE,
    },
    {
      name: 'cost.per1k',
      title: 'Cost per 1,000 queries',
      unit: 'usd',
      better: 'lower',
      definition: '1,000 × mean cost of a query.',
      source: 'RouterArena run.py: USD per 1,000 queries',
    },
    {
      name: 'cost.total',
      title: 'Cost in all',
      unit: 'usd',
      better: 'lower',
      definition: 'Weighted sum of cost over the part.',
      source: SOURCE,
    },
    {
      name: 'cost.savings',
      title: 'Savings',
      unit: 'ratio',
      better: 'higher',
      definition: "1 − cost ÷ the reference's cost on the same queries.",
      source: 'RouteLLM README: cost reduction against the strong model',
    },
  ],
  ratios: (roles) => {
    const { mean, ratio } = moneyRatios(roles);
    return [
      { name: 'cost.mean', ...mean, seen: (estimate) => scaled(atLeastZero(estimate), PICO) },
      { name: 'cost.per1k', ...mean, seen: (estimate) => scaled(atLeastZero(estimate), 1000 * PICO) },
      { name: 'cost.total', ...mean, seen: (estimate, { weight }) => scaled(atLeastZero(estimate), weight * PICO) },
      { name: 'cost.savings', ...ratio, seen: (estimate) => falling(atLeastZero(estimate), (share) => 1 - share) },
    ];
  },
  compute: (totals, { self, reference }) => {
    const total = totals.of(self, 'cost') * PICO;
    const mean = total / totals.weight;
    return [mean, 1000 * mean, total, 1 - total / (totals.of(reference, 'cost') * PICO)];
  },
};
