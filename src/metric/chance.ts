import { concaveEnvelope, interpolateHull } from '../stats/hull.js';
import type { MetricFamily, Roles, Totals } from './family.js';

/** What a row adds over routing by chance: with its own model mix, and with the best mix of two fixed models at its cost. */
export const chance: MetricFamily = {
  definitions: [
    {
      name: 'gain.random_at_shares',
      title: 'Over chance',
      unit: 'fraction',
      better: 'higher',
      definition: 'Quality minus the expected quality of random routing with the same model shares.',
      source: 'routerbench-mini: Random@rate, for any number of models',
    },
    {
      name: 'gain.zero_router',
      title: 'Over zero router',
      unit: 'fraction',
      better: 'higher',
      definition: "Quality minus the single models' hull at the same cost (the hull's end where the row costs more).",
      source: 'RouterBench (arXiv 2403.12031): zero router, eval.py',
    },
  ],
  compute: (totals, roles) => [overShares(totals, roles), overHull(totals, roles)],
};

function overShares(totals: Totals, { self, shares, singles }: Roles): number {
  if (shares === null) return Number.NaN;
  // Calls of a model that is not compared have no expectation.
  if (shares.some((share, model) => share > 0 && !singles.includes(model))) return Number.NaN;
  const expected = singles.reduce((sum, arm) => sum + (shares[arm] as number) * totals.of(arm, 'quality'), 0);
  // Other queries would have had other shares: to first order, this much better or worse.
  return (totals.of(self, 'quality') - expected - totals.of(self, 'shareQuality')) / totals.weight;
}

function overHull(totals: Totals, { self, singles }: Roles): number {
  const points = singles.map((arm) => ({ x: totals.of(arm, 'cost'), y: totals.of(arm, 'quality') }));
  const own = totals.of(self, 'cost');
  if (Number.isNaN(own) || points.some(({ x, y }) => Number.isNaN(x) || Number.isNaN(y))) return Number.NaN;
  const hull = concaveEnvelope(points).map((index) => points[index] as { x: number; y: number });
  const cheapest = hull[0];
  if (cheapest === undefined || own < cheapest.x) return Number.NaN;
  return (totals.of(self, 'quality') - interpolateHull(hull, own)) / totals.weight;
}
