import type { RemovalEffect } from '../../domain/robustness.js';
import { PICO } from '../../metric/family.js';
import type { Part } from '../../metric/part.js';
import { modelsDown } from '../../replay/altered-table.js';
import { type OutcomesOn, outcomesOn } from '../../replay/outcomes-on.js';
import type { RouteColumns } from '../../router/router.js';
import type { Compared } from '../compared.js';
import { replayRouted } from '../replayed.js';
import type { Workbench } from '../workbench.js';
import type { Pending } from './perturbations.js';
import type { RatioBook } from './ratio-book.js';

/** A row of which routes and decisions are known. */
type Decided = Required<Pick<Compared, 'arm' | 'routes' | 'replicates'>>;

/** What a row does while one model is down, on the queries for which it would have called it; nothing changes on any other. */
interface Removal {
  readonly queries: readonly number[];
  readonly outcomes: OutcomesOn;
}

/** What a row does, as it is, while each model in turn fails. */
export interface Removals {
  /** What was paid and answered with every model there, but each model asked once. */
  readonly without: Pick<Decided, 'arm'>;
  readonly byModel: readonly Removal[];
}

/** A row with each model failing in turn: its fallbacks answer, or nobody does. */
export function removalsOf(bench: Pick<Workbench, 'samples' | 'table'>, part: Part, row: Decided): Removals {
  const routes = withoutRetries(row.routes);
  const { replicates, arm } = routes === row.routes ? row : replayRouted(bench, routes, 0);
  const calling = callers(bench, part, replicates);
  const byModel: Removal[] = [];
  for (const table of modelsDown(bench.table)) {
    const queries = calling[byModel.length] as readonly number[];
    byModel.push({ queries, outcomes: outcomesOn(routes, table, bench.samples, queries) });
  }
  return { without: { arm }, byModel };
}

/** Who is down fails however often it is asked, and there are no recordings of being asked so often. */
function withoutRetries(routes: RouteColumns): RouteColumns {
  const { policies } = routes;
  if (policies === undefined || policies.every(({ retries }) => retries === undefined)) return routes;
  return { ...routes, policies: policies.map(({ retries: _retries, ...policy }) => policy) };
}

/** By model, the queries of a part for which it is called, on some replicate. */
function callers({ table }: Pick<Workbench, 'table'>, part: Part, replicates: Decided['replicates']): number[][] {
  const calling = table.modelIds.map((): number[] => []);
  for (const query of part.rows) {
    for (const { attemptOffsets, attemptModel } of replicates) {
      for (let at = attemptOffsets[query] as number; at < (attemptOffsets[query + 1] as number); at++) {
        const own = calling[attemptModel[at] as number] as number[];
        if (own.at(-1) !== query) own.push(query);
      }
    }
  }
  return calling;
}

/** How a row's quality and cost change with each model down, and how often nobody answers. */
export function removalEffects(
  bench: Workbench,
  { arm }: Pick<Compared, 'arm'>,
  { without, byModel }: Removals,
  book: RatioBook,
): Pending<readonly RemovalEffect[]> {
  const noAnswer = without.arm.failed.map((failed, query) => failed + (without.arm.refused?.[query] ?? 0));
  const pending = byModel.map(({ queries, outcomes }, model) => {
    const change = (before: Float64Array, elsewhere: Float64Array, after: Float64Array, unit: number): Float64Array => {
      const changed = new Float64Array(before.length);
      // Elsewhere it is as it was, or as it would have been without asking again.
      for (let query = 0; query < changed.length; query++)
        changed[query] = unit * ((elsewhere[query] as number) - (before[query] as number));
      queries.forEach((query, at) => {
        changed[query] = unit * ((after[at] as number) - (before[query] as number));
      });
      return changed;
    };
    const unanswered = noAnswer.slice();
    queries.forEach((query, at) => {
      unanswered[query] = outcomes.unanswered[at] as number;
    });
    const effect = {
      quality: book.mean(change(arm.quality, without.arm.quality, outcomes.quality, 1)),
      cost: book.mean(change(arm.costPico, without.arm.costPico, outcomes.costPico, PICO)),
      noAnswer: book.mean(unanswered),
    };
    const modelId = bench.table.modelIds[model] ?? '';
    return () => ({ modelId, quality: effect.quality(), cost: effect.cost(), noAnswer: effect.noAnswer() });
  });
  return () => pending.map((effect) => effect());
}
