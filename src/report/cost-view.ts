import type { Estimate } from '../domain/estimate.js';
import type { MetricUnit, ResultRow, Results } from '../domain/results.js';
import { formatNumber, metricOf } from './format.js';

/** How costs are shown: money per 1,000 queries, or calls of the counted model per query where no price is known. */
export interface CostView {
  /** Column heading. */
  readonly title: string;
  /** The same in words, for axes and sentences. */
  readonly axis: string;
  readonly unit: MetricUnit;
  /** Costs per query are multiplied by this. */
  readonly perQueries: 1 | 1000;
  of(row: ResultRow): Estimate;
  /** A mean cost per query as shown. */
  format(perQuery: number | null): string;
  /** The reference's cost ÷ a row's: what the ratio counts, and the ratio. */
  readonly ratio: { readonly column: string; readonly tile: string; of(row: ResultRow): Estimate };
}

const NO_RATIO: Estimate = { value: null, low: null, high: null, n: 0 };

/** The cost view of a comparison. Nothing is called USD where calls were counted. */
export function costView({ protocol }: Results): CostView {
  const money = protocol.costUnit === 'usd';
  const unit = money ? 'usd' : 'calls';
  const perQueries = money ? 1000 : 1;
  const estimated = protocol.costEstimated === true ? ', estimated' : '';
  const model = protocol.costModel ?? 'the counted model';
  return {
    title: money ? `$/1k queries${estimated}` : `${model} calls/query`,
    axis: money ? `cost per 1,000 queries, USD${estimated}` : `calls of ${model} per query`,
    unit,
    perQueries,
    of: (row) => metricOf(row, money ? 'cost.per1k' : 'cost.mean'),
    ratio: {
      column: money ? '× cheaper' : `× fewer ${model} calls`,
      tile: money ? `cheaper than ${protocol.reference}` : `fewer calls of ${model}`,
      // Counted in calls of one model, another reference costs nothing, and nothing can be less.
      of: ({ versusReference }) =>
        versusReference === null || (!money && model !== protocol.reference) ? NO_RATIO : versusReference.timesCheaper,
    },
    format: (perQuery) => formatNumber(perQuery === null ? null : perQuery * perQueries, unit),
  };
}
