import type { ArmColumns } from '../metric/columns.js';
import type { Part } from '../metric/part.js';
import { weightedMeans } from '../replay/weighted-means.js';
import type { RouteColumns } from '../router/router.js';
import type { Compared } from './compared.js';
import { perturbedAll } from './unit/asked-batch.js';
import type { Workbench } from './workbench.js';

/** Columns by query that say how a row chooses, not what came of it; absent where that is not known. */
export type SelectionColumns = Pick<ArmColumns, 'flips' | 'shareQuality'>;

/** Selection columns of rows that could be shipped, all on one set of perturbed prompts. */
export function selectionColumns(bench: Workbench, part: Part): (row: Compared) => SelectionColumns {
  return (row) => {
    if (row.kind === 'control' || row.arm.first === null) return {};
    const shareQuality = shareQualities(bench, part, row.arm.first);
    if (row.reroute === undefined || row.routes === undefined) return { shareQuality };
    return { shareQuality, flips: flips(row.routes, row.reroute(perturbedAll(bench)), part) };
  };
}

/** The part's mean quality of the model each query goes to first (0 where there is none), less the mean of these over the part. */
function shareQualities(bench: Workbench, part: Part, first: Int16Array): Float64Array {
  const { quality } = weightedMeans(bench.means, part.rows, bench.dataset.labels.weight);
  const own = qualitiesAsked(first, quality);
  const sum = part.rows.reduce((total, query, index) => total + (part.weight[index] as number) * (own[query] as number), 0);
  const mean = sum / part.weight.reduce((total, weight) => total + weight, 0);
  return own.map((value) => value - mean);
}

/** Mean quality, by query, of the model that it goes to first. */
export function qualitiesAsked(first: Int16Array, quality: Float64Array): Float64Array {
  return Float64Array.from(first, (model) => (model < 0 ? 0 : (quality[model] as number)));
}

/** 1 where the first call goes elsewhere than it did, by query; others than the part's are not asked. */
function flips(before: RouteColumns, after: RouteColumns, { rows }: Part): Float64Array {
  const flipped = new Float64Array(before.plan.length);
  const first = (routes: RouteColumns, query: number): string | undefined =>
    routes.plans[routes.plan[query] as number]?.models[0];
  for (const query of rows) flipped[query] = first(before, query) === first(after, query) ? 0 : 1;
  return flipped;
}
