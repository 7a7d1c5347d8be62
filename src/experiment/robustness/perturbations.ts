import type { PerturbationEffect } from '../../domain/robustness.js';
import { PICO } from '../../metric/family.js';
import { PERTURBATIONS } from '../../replay/perturb.js';
import type { KindBatch } from '../../replay/perturbed-batch.js';
import { joinedPolicies } from '../../replay/plan-policies.js';
import type { RouteColumns } from '../../router/router.js';
import type { Compared } from '../compared.js';
import { replayRouted } from '../replayed.js';
import type { Workbench } from '../workbench.js';
import type { RatioBook } from './ratio-book.js';

/** What is told of a row once all ratios are estimated. */
export type Pending<T> = () => T;

/**
 * A row's flips by kind. The perturbed decision is replayed against the recordings of the unchanged prompt: what another choice of models
 * would have come to, as far as anybody knows.
 */
export function perturbationEffects(
  bench: Workbench,
  kinds: readonly KindBatch[],
  row: Compared & Required<Pick<Compared, 'routes' | 'reroute'>>,
  book: RatioBook,
): Pending<readonly PerturbationEffect[]> {
  const pending = kinds.map(({ batch, changed }, index) => {
    const kind = PERTURBATIONS[index] as PerturbationEffect['kind'];
    const tried = new Uint8Array(bench.batch.size);
    for (const query of changed) tried[query] = 1;
    const routes = merged(row.routes, row.reroute(batch), tried);
    const flipped = Uint8Array.from(tried, (asked, query) =>
      asked === 1 && firstModel(routes, query) !== firstModel(row.routes, query) ? 1 : 0,
    );
    // Only where a first call goes elsewhere does anything count.
    const other = flipped.includes(1) ? replayRouted(bench, routes, row.router?.p50Ms ?? 0).arm : row.arm;
    const change = (after: Float64Array, before: Float64Array, unit: number) => (query: number) =>
      flipped[query] === 0 ? 0 : unit * ((after[query] as number) - (before[query] as number));
    const isFlipped = (query: number): number => flipped[query] as number;
    const flips = book.ratio(isFlipped, (query) => tried[query] as number);
    const quality = book.ratio(change(other.quality, row.arm.quality, 1), isFlipped);
    const cost = book.ratio(change(other.costPico, row.arm.costPico, PICO), isFlipped);
    return () => ({ kind, n: changed.length, flips: flips(), quality: quality(), cost: cost() });
  });
  return () => pending.map((effect) => effect());
}

/** The other routes where a query was tried, the row's own elsewhere. */
function merged(own: RouteColumns, other: RouteColumns, tried: Uint8Array): RouteColumns {
  const offset = own.plans.length;
  return {
    plans: [...own.plans, ...other.plans],
    ...joinedPolicies([own, other]),
    plan: own.plan.map((plan, query) => (tried[query] === 1 ? offset + (other.plan[query] as number) : plan)),
  };
}

function firstModel(routes: RouteColumns, query: number): string | undefined {
  return routes.plans[routes.plan[query] as number]?.models[0];
}
