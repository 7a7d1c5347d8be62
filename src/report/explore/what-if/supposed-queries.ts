import type { Results } from '../../../domain/results.js';
import type { Part } from '../../../metric/part.js';
import type { QueryColumns, RowColumns } from '../../pack/query-columns.js';
import { supposedModelCost } from './model-cost.js';
import { supposedRowCost } from './row-cost.js';
import type { Supposition } from './supposition.js';

/** Queries as they would be: the same decisions and answers, other bills and weights. */
export interface SupposedQueries {
  readonly columns: QueryColumns;
  /** The measured queries with their supposed weights; a category of weight 0 is not among them. */
  readonly part: Part;
  /** Whether weights differ from the recorded ones. */
  readonly reweighed: boolean;
}

/** Applies a supposition; rows' costs are worked out when first asked for. */
export function supposedQueries(results: Results, columns: QueryColumns, supposed: Supposition): SupposedQueries {
  const { models } = columns.header;
  const known = new Map(results.workload.models.map((one) => [one.modelId, one]));
  const costs = models.map((id, model) => supposedModelCost(columns.model(model), known.get(id), supposed, id));
  const changed = supposed.prices.size + supposed.times.size > 0;
  const factor = commonFactor(models, supposed);
  const held = new Map<number, RowColumns>();
  const row = (index: number): RowColumns => {
    const own = columns.row(index);
    if (!changed) return own;
    const made = held.get(index) ?? withCost(own, supposedRowCost(columns, index, results.rows[index], costs, factor));
    held.set(index, made);
    return made;
  };
  return { columns: { ...columns, row }, part: weighed(columns, supposed), reweighed: supposed.weigh.size > 0 };
}

/** The factor that every model's costs change by; null where there is no such one. */
function commonFactor(models: readonly string[], { prices, times }: Supposition): number | null {
  if (prices.size > 0) return null;
  const factors = new Set(models.map((id) => times.get(id) ?? 1));
  return factors.size === 1 ? ([...factors][0] as number) : null;
}

/** The same columns, still read when asked for, with another cost. */
function withCost(own: RowColumns, costPico: Float64Array): RowColumns {
  return Object.create(own, { costPico: { value: costPico, enumerable: true } }) as RowColumns;
}

function weighed(columns: QueryColumns, { weigh }: Supposition): Part {
  if (weigh.size === 0) return columns.part();
  const { header, category } = columns;
  const factors = header.categories.map((name) => weigh.get(name) ?? 1);
  const factorOf = (query: number): number => factors[category[query] as number] ?? 1;
  const part = columns.part((query) => factorOf(query) > 0);
  return { ...part, weight: part.weight.map((weight, index) => weight * factorOf(part.rows[index] as number)) };
}
