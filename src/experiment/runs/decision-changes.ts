import type { DecisionChanges, QueryChange } from '../../domain/run-comparison.js';
import type { RowDecisions, RunDecisions } from '../../domain/run-decisions.js';
import type { SharedQueries } from './shared-queries.js';

/** One row's decisions in both runs. */
export interface DecisionPair {
  readonly base: { readonly run: RunDecisions; readonly row: RowDecisions };
  readonly head: { readonly run: RunDecisions; readonly row: RowDecisions };
}

/**
 * What became of a row's decisions on the shared queries: how many call other models, how many are answered better or worse,
 * and the queries that lost or gained most (ties in head's order).
 */
export function decisionChanges({ base, head }: DecisionPair, shared: SharedQueries, most: number): DecisionChanges {
  const moved: { readonly index: number; readonly by: number }[] = [];
  let changed = 0;
  for (let index = 0; index < shared.head.length; index++) {
    if (callsAt(base, shared.base[index]) !== callsAt(head, shared.head[index])) changed++;
    const by = numberAt(head.row.quality, shared.head[index]) - numberAt(base.row.quality, shared.base[index]);
    if (by !== 0 && !Number.isNaN(by)) moved.push({ index, by });
  }
  const worse = moved.filter(({ by }) => by < 0).sort((a, b) => a.by - b.by || a.index - b.index);
  const better = moved.filter(({ by }) => by > 0).sort((a, b) => b.by - a.by || a.index - b.index);
  const shown = (list: typeof moved): QueryChange[] =>
    list.slice(0, most).map(({ index }) => queryChange(base, head, shared, index));
  return {
    queries: shared.head.length,
    changed,
    better: better.length,
    worse: worse.length,
    regressions: shown(worse),
    improvements: shown(better),
  };
}

function queryChange(base: DecisionPair['base'], head: DecisionPair['head'], shared: SharedQueries, index: number): QueryChange {
  const [before, after] = [shared.base[index] as number, shared.head[index] as number];
  return {
    queryId: head.run.queryIds[after] ?? '',
    category: shared.category[index] ?? null,
    quality: [numberAt(base.row.quality, before), numberAt(head.row.quality, after)],
    cost: [known(numberAt(base.row.cost, before)), known(numberAt(head.row.cost, after))],
    calls: [callsAt(base, before), callsAt(head, after)],
    reason: head.run.texts[head.row.reason[after] as number] ?? null,
  };
}

function callsAt({ run, row }: DecisionPair['base'], place: number | undefined): string | null {
  return run.texts[row.calls[place as number] as number] ?? null;
}

function numberAt(values: Float64Array, place: number | undefined): number {
  return values[place as number] as number;
}

function known(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}
