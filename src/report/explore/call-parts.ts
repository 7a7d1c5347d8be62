import type { ATTEMPT_WHY } from '../../domain/decision.js';
import { PICO } from '../../metric/family.js';
import type { Part } from '../../metric/part.js';
import type { QueryColumns } from '../pack/query-columns.js';
import { weightedMean } from './regret-split.js';

/** What a mean is made of: calls by why they were made, and what is left. */
export interface CallParts {
  /** Mean calls of a query, by why. */
  readonly calls: Readonly<Record<CallWhy, number>>;
  /** The mean over queries, and how much of it the calls make by why; NaN where unknown. */
  readonly latencyMs: PartedMean;
  /** In the cost unit. */
  readonly cost: PartedMean;
}

export type CallWhy = (typeof ATTEMPT_WHY)[number];

export interface PartedMean {
  readonly mean: number;
  readonly by: Readonly<Record<CallWhy, number>>;
  /** What no call explains: a router's own time and waits; costs of later samples. Below 0 where calls ran side by side. */
  readonly rest: number;
}

const WHYS: readonly CallWhy[] = ['first', 'escalated', 'fallback', 'retry', 'hedged', 'sampled'];

/**
 * A row's mean latency and cost by what its calls were for. Every call counts what its model takes for the query on average
 * over samples; parts and rest sum to the mean.
 *
 * @returns null for rows without calls of their own (expectations)
 */
export function callParts(queries: QueryColumns, row: number, part: Part): CallParts | null {
  const own = queries.row(row);
  const models = queries.header.models.map((_, model) => queries.model(model));
  const latency = models.map(({ latencyMs }) => latencyMs);
  const cost = models.map(({ costPico }) => costPico);
  if (part.rows.some((query) => own.path(query) === null)) return null;
  const mean = weightedMean(part);
  const sumOver = (why: CallWhy, of: (model: number, query: number) => number): number =>
    mean((query) => {
      let sum = 0;
      for (const call of own.path(query) ?? []) if (call.why === why) sum += of(call.model, query);
      return sum;
    });
  const byWhy = (of: (model: number, query: number) => number): Record<CallWhy, number> =>
    Object.fromEntries(WHYS.map((why) => [why, sumOver(why, of)])) as Record<CallWhy, number>;
  const parted = (whole: number, by: Record<CallWhy, number>): PartedMean => ({
    mean: whole,
    by,
    rest: whole - WHYS.reduce((sum, why) => sum + by[why], 0),
  });
  return {
    calls: byWhy(() => 1),
    latencyMs: parted(
      mean((query) => own.latencyMs[query] as number),
      byWhy((model, query) => latency[model]?.[query] ?? Number.NaN),
    ),
    cost: parted(
      mean((query) => own.costPico[query] as number) * PICO,
      byWhy((model, query) => (cost[model]?.[query] ?? Number.NaN) * PICO),
    ),
  };
}
