import type { ArmColumns } from '../metric/columns.js';
import type { Part } from '../metric/part.js';
import { perturbedBatch } from '../replay/perturbed-batch.js';
import type { RequestBatch, RouteColumns } from '../router/router.js';
import { log2 } from '../stats/log2.js';
import type { Compared } from './compared.js';
import { firstShares } from './first-shares.js';
import type { Workbench } from './workbench.js';

/** Columns by query that say how a row chooses, not what came of it; absent where that is not known. */
export type SelectionColumns = Pick<ArmColumns, 'surprisal' | 'flips'>;

/** Selection columns of rows that could be shipped, all on one set of perturbed prompts. */
export function selectionColumns(bench: Workbench, part: Part): (row: Compared) => SelectionColumns {
  let perturbed: RequestBatch | undefined;
  return (row) => {
    if (row.arm.first === null || row.kind === 'control') return {};
    const surprisal = surprisals(row, part, bench);
    if (row.reroute === undefined || row.routes === undefined) return { surprisal };
    perturbed ??= perturbedBatch(bench.batch, bench.experiment.bootstrap.seed);
    return { surprisal, flips: flips(row.routes, row.reroute(perturbed)) };
  };
}

function surprisals({ arm }: Compared, part: Part, bench: Workbench): Float64Array {
  const bits = firstShares(arm, part, bench.table.modelIds.length).map((share) => (share > 0 ? -log2(share) : 0));
  return Float64Array.from(arm.first ?? [], (model) => (model < 0 ? 0 : (bits[model] as number)));
}

/** 1 where the first call goes elsewhere than it did, by query. */
function flips(before: RouteColumns, after: RouteColumns): Float64Array {
  const first = (routes: RouteColumns, query: number): string | undefined =>
    routes.plans[routes.plan[query] as number]?.models[0];
  return Float64Array.from(before.plan, (_, query) => (first(before, query) === first(after, query) ? 0 : 1));
}
