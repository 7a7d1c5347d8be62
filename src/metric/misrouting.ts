import { atLeastZero, scaled } from './estimate/seen.js';
import { type MetricFamily, PICO } from './family.js';

/** Paying for more than was needed, and serving less than could be had. */
export const misrouting: MetricFamily = {
  definitions: [
    {
      name: 'routing.over',
      title: 'Over-routed',
      unit: 'fraction',
      better: 'lower',
      definition: 'Share of queries answered rightly at a higher cost than some single model that was right too.',
      source: 'RouterArena (optimal selection and cost), counted per query',
    },
    {
      name: 'routing.under',
      title: 'Under-routed',
      unit: 'fraction',
      better: 'lower',
      definition: 'Share of queries not answered rightly though some single model was right.',
      source: 'RouterArena (optimal accuracy), counted per query',
    },
    {
      name: 'routing.overspend',
      title: 'Overspend per query',
      unit: 'usd',
      better: 'lower',
      definition: 'Mean cost above the cheapest right model, over all queries (0 where not over-routed).',
      source: 'RouterArena (optimal cost), as an amount',
    },
  ],
  shares: ['routing.over', 'routing.under'],
  ratios: ({ self }) => [
    {
      name: 'routing.overspend',
      over: [{ arm: self, quantity: 'overspend', times: 1 }],
      under: [{ arm: self, quantity: 'weight', times: 1 }],
      seen: (estimate) => scaled(atLeastZero(estimate), PICO),
    },
  ],
  compute: (totals, { self }) => [
    totals.of(self, 'over') / totals.weight,
    totals.of(self, 'under') / totals.weight,
    (totals.of(self, 'overspend') * PICO) / totals.weight,
  ],
};
