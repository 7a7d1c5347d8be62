import type { PerturbationEffect } from '../../domain/robustness.js';
import { PICO } from '../../metric/family.js';
import { outcomesOn } from '../../replay/outcomes-on.js';
import { PERTURBATIONS } from '../../replay/perturb.js';
import type { KindBatch } from '../../replay/perturbed-batch.js';
import type { RouteColumns } from '../../router/router.js';
import type { Compared } from '../compared.js';
import type { Workbench } from '../workbench.js';
import type { RatioBook } from './ratio-book.js';

/** What is told of a row once all ratios are estimated. */
export type Pending<T> = () => T;

/**
 * A row's flips by kind. The perturbed decision is replayed against the recordings of the unchanged prompt: what another choice of models
 * would have come to, as far as anybody knows.
 *
 * @param rerouted how the row decides each kind's messages
 */
export function perturbationEffects(
  bench: Workbench,
  kinds: readonly KindBatch[],
  row: Required<Pick<Compared, 'routes' | 'arm'>>,
  rerouted: readonly RouteColumns[],
  book: RatioBook,
): Pending<readonly PerturbationEffect[]> {
  const pending = kinds.map(({ changed }, index) => {
    const kind = PERTURBATIONS[index] as PerturbationEffect['kind'];
    const routes = rerouted[index] as RouteColumns;
    const flipped = changed.filter((query) => firstModel(routes, query) !== firstModel(row.routes, query));
    const outcomes = outcomesOn(routes, bench.table, bench.samples, flipped);
    const isTried = marked(bench.batch.size, changed);
    const isFlipped = marked(bench.batch.size, flipped);
    const change = (after: Float64Array, before: Float64Array, unit: number): Float64Array => {
      const changes = new Float64Array(before.length);
      flipped.forEach((query, at) => {
        changes[query] = unit * ((after[at] as number) - (before[query] as number));
      });
      return changes;
    };
    const flips = book.ratio(isFlipped, isTried);
    const quality = book.ratio(change(outcomes.quality, row.arm.quality, 1), isFlipped);
    const cost = book.ratio(change(outcomes.costPico, row.arm.costPico, PICO), isFlipped);
    return () => ({ kind, n: changed.length, flips: flips(), quality: quality(), cost: cost() });
  });
  return () => pending.map((effect) => effect());
}

function marked(size: number, queries: readonly number[]): Float64Array {
  const marks = new Float64Array(size);
  for (const query of queries) marks[query] = 1;
  return marks;
}

function firstModel(routes: RouteColumns, query: number): string | undefined {
  return routes.plans[routes.plan[query] as number]?.models[0];
}
