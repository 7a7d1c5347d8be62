import { concaveEnvelope } from '../../stats/hull.js';
import { armOfMixture } from '../arm.js';
import type { WeightedMeans } from '../weighted-means.js';
import type { Control, ControlContext } from './control.js';

/**
 * RouterBench's zero router: mixing two neighbours of the single models' non-decreasing convex hull at random.
 * A family of points; the row stands at the cost of the row it is matched to, or halfway along the hull.
 */
export const zeroRouter: Control = {
  name: 'zero_router',
  title: 'Zero router (hull of the single models)',
  arms: (context) => {
    const { singles } = context;
    if (context.compared.some((model) => Number.isNaN(singles.costPico[model] as number))) return [];
    const mixture = mixtureAtCost(context, singles);
    return [
      {
        id: 'control:zero_router',
        label: 'zero router',
        description: `Random mix of neighbouring hull models, ${context.matchTo === null ? 'halfway along the hull in cost' : `at the cost of ${context.matchTo.label}`}.`,
        marks: context.matchTo === null ? ['expected_value', 'reads_outcomes'] : ['expected_value', 'reads_outcomes', 'matched'],
        arm: armOfMixture(mixture, context.means),
      },
    ];
  },
};

function mixtureAtCost(context: ControlContext, singles: WeightedMeans): Float64Array {
  const points = context.compared.map((model) => ({
    x: singles.costPico[model] as number,
    y: singles.quality[model] as number,
  }));
  const hull = concaveEnvelope(points).map((point) => context.compared[point] as number);
  const first = hull[0] ?? 0;
  const last = hull[hull.length - 1] ?? 0;
  const cheapest = singles.costPico[first] as number;
  const dearest = singles.costPico[last] as number;
  const cost = Math.min(dearest, Math.max(cheapest, context.matchTo?.meanCostPico ?? (cheapest + dearest) / 2));
  const mixture = new Float64Array(context.modelIds.length);
  const above = Math.max(
    hull.findIndex((model) => (singles.costPico[model] as number) >= cost),
    0,
  );
  const right = hull[above] ?? first;
  const left = hull[Math.max(0, above - 1)] ?? first;
  const span = (singles.costPico[right] as number) - (singles.costPico[left] as number);
  const share = span === 0 ? 1 : (cost - (singles.costPico[left] as number)) / span;
  mixture[left] = 1 - share;
  mixture[right] = (mixture[right] as number) + share;
  return mixture;
}
