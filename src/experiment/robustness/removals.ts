import type { RemovalEffect } from '../../domain/robustness.js';
import { PICO } from '../../metric/family.js';
import { withModelDown } from '../../replay/altered-table.js';
import type { RouteColumns } from '../../router/router.js';
import type { Compared } from '../compared.js';
import { replayRouted } from '../replayed.js';
import type { Workbench } from '../workbench.js';
import type { Pending } from './perturbations.js';
import type { RatioBook } from './ratio-book.js';

/** The workbench once for each model, with every call to it failing. */
export function benchesDown(bench: Workbench): readonly Workbench[] {
  return bench.table.modelIds.map((_, model) => ({ ...bench, table: withModelDown(bench.table, model) }));
}

/** Who is down fails however often it is asked, and there are no recordings of being asked so often. */
function withoutRetries(routes: RouteColumns): RouteColumns {
  const { policies } = routes;
  if (policies === undefined) return routes;
  return { ...routes, policies: policies.map(({ retries: _retries, ...policy }) => policy) };
}

/** What a row does, as it is, while each model in turn fails: its fallbacks answer, or nobody does. */
export function removalEffects(
  bench: Workbench,
  down: readonly Workbench[],
  { arm, routes }: Compared & { readonly routes: RouteColumns },
  book: RatioBook,
): Pending<readonly RemovalEffect[]> {
  const onlyOnce = withoutRetries(routes);
  const pending = down.map((without, model) => {
    const other = replayRouted(without, onlyOnce, 0).arm;
    const change = (after: Float64Array, before: Float64Array, unit: number) => (query: number) =>
      unit * ((after[query] as number) - (before[query] as number));
    const quality = book.mean(change(other.quality, arm.quality, 1));
    const cost = book.mean(change(other.costPico, arm.costPico, PICO));
    const noAnswer = book.mean((query) => (other.failed[query] as number) + (other.refused?.[query] ?? 0));
    const modelId = bench.table.modelIds[model] ?? '';
    return () => ({ modelId, quality: quality(), cost: cost(), noAnswer: noAnswer() });
  });
  return () => pending.map((effect) => effect());
}
