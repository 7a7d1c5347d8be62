import { frontOf, hullOf } from '../../../compare/front.js';
import type { Estimate } from '../../../domain/estimate.js';
import type { ResultRow, Results } from '../../../domain/results.js';
import { moneyEstimates } from '../../../metric/estimate/money.js';
import { moneyRatios } from '../../../metric/estimate/money-ratios.js';
import { scaled } from '../../../metric/estimate/seen.js';
import { groupSums, type Part } from '../../../metric/part.js';
import { estimated, resampledAgainst } from '../../../metric/resampled.js';
import { withWidth } from '../../../metric/score-arm.js';
import type { QueryColumns } from '../../pack/query-columns.js';
import type { SupposedQueries } from './supposed-queries.js';

/** A row's quality and cost on some queries, by the run's own code from its own draws: unchanged, they are the run's numbers. */
export function rowMeasures(
  { protocol }: Pick<Results, 'protocol'>,
  columns: QueryColumns,
  part: Part,
): (row: number) => Readonly<Record<string, Estimate>> {
  const { confidence } = protocol.bootstrap;
  const totalsWith = resampledAgainst([], part, protocol.bootstrap);
  const arms = { self: 0, reference: 0 };
  const ratios = Object.values(moneyRatios(arms)).flat();
  const n = part.rows.length;
  return (row) => {
    const { quality, costPico } = columns.row(row);
    const sums = new Map([
      ['quality' as const, groupSums(part, (query) => quality[query] as number)],
      ['cost' as const, groupSums(part, (query) => costPico[query] as number)],
    ]);
    const totals = totalsWith([sums], ratios);
    const mean = estimated(totals, (view) => view.of(0, 'quality') / view.weight, n, confidence);
    const cost = moneyEstimates(totals, arms, n, confidence).mean;
    return {
      'quality.mean': withWidth(mean, totals.groups, confidence),
      'cost.mean': cost,
      'cost.per1k': scaled(cost, 1000),
    };
  };
}

/** Metrics that other prices leave alone. Other weights leave none alone: what is not worked out again is left out. */
const KEPT_WITH_PRICES = /^(quality|latency|rate)\.|^regret\.quality$/;

/**
 * Results as they read under a supposition. What was judged, tested or chosen is of the recorded prices and weights, and is
 * left out: constraints, tests, the chance to be best; differences come with a baseline.
 *
 * @param measures by row, in the results' order
 */
export function supposedResults(
  results: Results,
  { reweighed }: Pick<SupposedQueries, 'reweighed'>,
  measures: readonly Readonly<Record<string, Estimate>>[],
): Results {
  const rows = results.rows.map((row, index): ResultRow => {
    const kept = Object.entries(row.metrics).filter(([name]) => !reweighed && KEPT_WITH_PRICES.test(name));
    return {
      ...row,
      metrics: { ...Object.fromEntries(kept), ...measures[index] },
      versusReference: null,
      constraints: [],
      probabilityBest: null,
    };
  });
  const point = (row: ResultRow) => ({
    rowId: row.id,
    cost: row.metrics['cost.mean']?.value ?? null,
    quality: row.metrics['quality.mean']?.value ?? null,
  });
  return {
    ...results,
    rows,
    front: frontOf(rows.filter((row) => row.kind !== 'control' || row.marks.includes('single_model')).map(point)),
    hull: hullOf(rows.filter((row) => row.marks.includes('single_model')).map(point)),
  };
}
