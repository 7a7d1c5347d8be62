import type { ATTEMPT_WHY } from '../../domain/decision.js';
import { PICO } from '../../metric/family.js';
import type { Part } from '../../metric/part.js';
import type { QueryColumns } from '../pack/query-columns.js';

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
  const models = queries.header.models.map((_, model) => {
    const { latencyMs, costPico } = queries.model(model);
    return { latencyMs, costPico };
  });
  const { latencyMs, costPico } = own;
  const [calls, times, costs] = [sums(), sums(), sums()];
  const whole = { weight: 0, latencyMs: 0, costPico: 0 };
  // One pass: there may be fifty thousand queries, and as many paths to look up.
  for (let index = 0; index < part.rows.length; index++) {
    const query = part.rows[index] as number;
    const weight = part.weight[index] as number;
    const path = own.path(query);
    if (path === null) return null;
    whole.weight += weight;
    whole.latencyMs += weight * (latencyMs[query] as number);
    whole.costPico += weight * (costPico[query] as number);
    for (const { why, model } of path) {
      const column = models[model];
      calls[why] += weight;
      times[why] += weight * (column?.latencyMs[query] ?? Number.NaN);
      costs[why] += weight * (column?.costPico[query] ?? Number.NaN);
    }
  }
  const { weight } = whole;
  return {
    calls: meanOf(calls, weight),
    latencyMs: parted(whole.latencyMs / weight, meanOf(times, weight)),
    cost: parted((whole.costPico * PICO) / weight, meanOf(costs, weight / PICO)),
  };
}

function sums(): Record<CallWhy, number> {
  return { first: 0, escalated: 0, fallback: 0, retry: 0, hedged: 0, sampled: 0 };
}

function meanOf(by: Readonly<Record<CallWhy, number>>, over: number): Record<CallWhy, number> {
  return Object.fromEntries(WHYS.map((why) => [why, by[why] / over])) as Record<CallWhy, number>;
}

function parted(mean: number, by: Readonly<Record<CallWhy, number>>): PartedMean {
  return { mean, by, rest: mean - WHYS.reduce((sum, why) => sum + by[why], 0) };
}
