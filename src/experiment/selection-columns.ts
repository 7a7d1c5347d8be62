import type { ArmColumns } from '../metric/columns.js';
import { perturbedBatch } from '../replay/perturbed-batch.js';
import type { RequestBatch, RouteColumns } from '../router/router.js';
import type { Compared } from './compared.js';
import type { Workbench } from './workbench.js';

/** Columns by query that say how a row chooses, not what came of it; absent where that is not known. */
export type SelectionColumns = Pick<ArmColumns, 'flips'>;

/** Selection columns of rows that could be shipped, all on one set of perturbed prompts. */
export function selectionColumns(bench: Workbench): (row: Compared) => SelectionColumns {
  let perturbed: RequestBatch | undefined;
  return (row) => {
    if (row.kind === 'control' || row.reroute === undefined || row.routes === undefined) return {};
    perturbed ??= perturbedBatch(bench.batch, bench.experiment.bootstrap.seed);
    return { flips: flips(row.routes, row.reroute(perturbed)) };
  };
}

/** 1 where the first call goes elsewhere than it did, by query. */
function flips(before: RouteColumns, after: RouteColumns): Float64Array {
  const first = (routes: RouteColumns, query: number): string | undefined =>
    routes.plans[routes.plan[query] as number]?.models[0];
  return Float64Array.from(before.plan, (_, query) => (first(before, query) === first(after, query) ? 0 : 1));
}
