import type { Estimate } from '../../../domain/estimate.js';
import type { CategoryCell, ModelSummary, ResultRow, Results } from '../../../domain/results.js';
import type { SingleOutcomes } from '../../../metric/columns.js';
import { PICO } from '../../../metric/family.js';
import type { Part } from '../../../metric/part.js';
import { metricOf } from '../../format.js';
import type { PackedAttempt } from '../../pack/pack-header.js';
import type { QueryColumns, RowColumns } from '../../pack/query-columns.js';
import { pointEstimate } from '../pairs.js';
import { type RegretSplit, regretSplit, weightedMean } from '../regret-split.js';
import { rightness } from '../rightness.js';
import { singleOutcomes } from '../singles.js';
import type { QueryView } from './query-view.js';
import { type Supposition, supposesPrice } from './supposition.js';

/** What follows of a row without resampling. */
export interface RowFacts {
  /** Null where the row's calls on the page don't make the recorded shares: it sampled, or walked, more than once. And where no query is left. */
  readonly shares: ResultRow['shares'] | null;
  /** Rates of failures, refusals, escalations and fallbacks, without intervals; those that the calls don't make are left out. */
  readonly rates: Readonly<Record<string, Estimate>>;
  readonly byCategory: readonly CategoryCell[];
  /** Where it falls short; null for rows that this is not said of. */
  readonly split: RegretSplit | null;
}

/** What gives rows' (indices) facts under a supposition. */
export function openFacts(results: Results, view: QueryView): (row: number) => RowFacts {
  const isRight = rightness(results);
  let singles: SingleOutcomes | null = null;
  return (index) => {
    const row = results.rows[index] as ResultRow;
    const follows = view.reweighed || view.decidesAnew(index);
    singles ??= singleOutcomes(view.columns);
    const judged = metricOf(row, 'routing.under').value !== null;
    return {
      shares: follows ? sharesUnder(row, view, index) : row.shares,
      rates: view.reweighed ? ratesUnder(row, view, index) : {},
      byCategory: categoriesUnder(row, view, index),
      split: judged ? regretSplit(view.columns.row(index), view.part, singles, isRight) : null,
    };
  };
}

function sharesUnder(row: ResultRow, view: QueryView, index: number): ResultRow['shares'] | null {
  const { models } = view.columns.header;
  if (view.part.rows.length === 0) return null;
  // An expectation over the same chances everywhere has them whatever is asked.
  if (view.recorded.row(index).path(view.part.rows[0] as number) === null) return row.shares;
  const own = firstCalls(view.recorded.row(index), view.recorded.part(), models.length);
  const known = (id: string): number => row.shares.find(({ modelId }) => modelId === id)?.share ?? 0;
  if (!models.every((id, model) => Math.abs((own[model] as number) - known(id)) < 1e-9)) return null;
  const then = firstCalls(view.columns.row(index), view.part, models.length);
  return row.shares.map(({ modelId }) => ({ modelId, share: then[models.indexOf(modelId)] ?? 0 }));
}

function firstCalls(row: RowColumns, part: Part, models: number): Float64Array {
  const shares = new Float64Array(models);
  let total = 0;
  for (let at = 0; at < part.rows.length; at++) {
    const weight = part.weight[at] as number;
    total += weight;
    const first = row.path(part.rows[at] as number)?.[0]?.model;
    if (first !== undefined) shares[first] = (shares[first] as number) + weight;
  }
  return shares.map((sum) => sum / total);
}

/** Rates that the calls of a query tell. */
const RATES: readonly (readonly [metric: string, holds: (path: readonly PackedAttempt[]) => boolean])[] = [
  ['rate.failed', (path) => path.length > 0 && path.every(({ result }) => result !== 'ok')],
  ['rate.refused', (path) => path.length === 0],
  ['rate.escalation', (path) => path.some(({ why }) => why === 'escalated')],
  ['rate.fallback', (path) => path.some(({ why }) => why === 'fallback')],
];

function ratesUnder(row: ResultRow, view: QueryView, index: number): Record<string, Estimate> {
  const found = RATES.flatMap(([name, holds]): [string, Estimate][] => {
    const known = row.metrics[name]?.value ?? null;
    const rate = (columns: QueryColumns, part: Part): number => {
      const own = columns.row(index);
      return weightedMean(part)((query) => (holds(own.path(query) ?? NOTHING_KNOWN) ? 1 : 0));
    };
    if (known === null || Math.abs(rate(view.recorded, view.recorded.part()) - known) > 1e-9) return [];
    return [[name, pointEstimate(rate(view.columns, view.part), view.part.rows.length)]];
  });
  return Object.fromEntries(found);
}

/** A call that is none of those that rates count. */
const NOTHING_KNOWN: readonly PackedAttempt[] = [{ model: -1, why: 'first', result: 'ok' }];

/**
 * Categories with weight left. Within one, every query's weight changes by the same factor, so qualities and differences stay
 * as they are; costs follow prices, without intervals.
 */
function categoriesUnder(row: ResultRow, view: QueryView, index: number): CategoryCell[] {
  const left = row.byCategory.filter(({ category }) => view.supposed?.weigh.get(category) !== 0);
  if (!view.billChanged(index)) return left;
  const costs = costByCategory(view, index);
  return left.map((cell) => ({ ...cell, cost: pointEstimate(costs.get(cell.category) ?? Number.NaN, cell.n) }));
}

function costByCategory({ columns, part }: QueryView, index: number): ReadonlyMap<string, number> {
  const { costPico } = columns.row(index);
  const names = columns.header.categories;
  const [sums, totals] = [new Float64Array(names.length), new Float64Array(names.length)];
  for (let at = 0; at < part.rows.length; at++) {
    const query = part.rows[at] as number;
    const category = columns.category[query] as number;
    if (Number.isNaN(category)) continue;
    const weight = part.weight[at] as number;
    sums[category] = (sums[category] as number) + weight * (costPico[query] as number);
    totals[category] = (totals[category] as number) + weight;
  }
  return new Map(names.map((name, code) => [name, ((sums[code] as number) / (totals[code] as number)) * PICO]));
}

/** List prices as they would be. */
export function supposedModels(models: readonly ModelSummary[], supposed: Supposition): ModelSummary[] {
  return models.map((model) => {
    const price = supposesPrice(supposed, model);
    return { ...model, inputUsdPerMTok: price.input, outputUsdPerMTok: price.output };
  });
}
