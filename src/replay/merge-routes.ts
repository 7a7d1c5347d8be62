import type { Route, RouteColumns } from '../router/router.js';
import { joinedPolicies } from './plan-policies.js';

/** What one router decided on some rows of a batch. */
export interface RoutedRows {
  /** Rows of the whole batch. */
  readonly rows: Uint32Array;
  /** One plan for each of them, in their order. */
  readonly routes: RouteColumns;
}

/** Stands on rows that nobody decided. */
const NOBODY: Route = { models: [], reason: { kind: 'refused' }, propensity: 1 };

/** The decisions of several routers, each on rows of its own, as columns over the whole batch. */
export function mergeRoutes(size: number, pieces: readonly RoutedRows[]): RouteColumns {
  const plans: Route[] = [NOBODY];
  const plan = new Uint32Array(size);
  let predicted: Float64Array | undefined;
  for (const { rows, routes } of pieces) {
    const from = plans.length;
    plans.push(...routes.plans);
    rows.forEach((row, index) => {
      plan[row] = from + (routes.plan[index] as number);
    });
    const own = routes.predicted;
    if (own === undefined) continue;
    predicted ??= new Float64Array(size).fill(Number.NaN);
    for (const [index, row] of rows.entries()) predicted[row] = own[index] as number;
  }
  const { policies } = joinedPolicies([{ plan, plans: [NOBODY] }, ...pieces.map(({ routes }) => routes)]);
  return { plan, plans, ...(predicted === undefined ? {} : { predicted }), ...(policies === undefined ? {} : { policies }) };
}
