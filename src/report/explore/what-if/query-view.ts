import type { Results } from '../../../domain/results.js';
import type { Part } from '../../../metric/part.js';
import type { CallColumns } from '../../pack/call-columns.js';
import type { ModelColumns, QueryColumns, RowColumns } from '../../pack/query-columns.js';
import { supposedModelCost } from './model-cost.js';
import { isOracle, oracleColumns } from './oracle-columns.js';
import { supposedRowCost } from './row-cost.js';
import { supposedPass } from './supposed-pass.js';
import { type Supposition, supposes } from './supposition.js';

/** Queries as a reader has them: the same decisions and answers, with the bills and weights that are supposed. */
export interface QueryView {
  /** Every cost, weight and part in them is the supposed one: whatever is worked out from them follows by itself. */
  readonly columns: QueryColumns;
  /** The measured queries; a category of weight 0 is not among them. */
  readonly part: Part;
  /** As they were recorded. */
  readonly recorded: QueryColumns;
  /** Null where nothing is supposed. */
  readonly supposed: Supposition | null;
  /** Whether prices, and whether weights, differ from the recorded ones. */
  readonly repriced: boolean;
  readonly reweighed: boolean;
  /** Whether a row's bill (index) differs on some query. */
  billChanged(row: number): boolean;
  /** Whether a row would ask other models: an oracle, which knows what they cost. */
  decidesAnew(row: number): boolean;
}

/** The queries under a supposition; rows' bills are worked out when first asked for. */
export function queryView(results: Results, recorded: QueryColumns, supposed: Supposition): QueryView {
  const repriced = supposed.prices.size + supposed.times.size > 0;
  const columns = supposes(supposed) ? supposedColumns(results, recorded, supposed, repriced) : recorded;
  let part: Part | null = null;
  return {
    columns,
    get part() {
      part ??= columns.part();
      return part;
    },
    recorded,
    supposed: supposes(supposed) ? supposed : null,
    repriced,
    reweighed: supposed.weigh.size > 0,
    billChanged: (row) => repriced && columns.row(row).costPico !== recorded.row(row).costPico,
    decidesAnew: (row) => repriced && isOracle(recorded.header.rows[row]),
  };
}

function supposedColumns(results: Results, recorded: QueryColumns, supposed: Supposition, repriced: boolean): QueryColumns {
  const { models } = recorded.header;
  const known = new Map(results.workload.models.map((one) => [one.modelId, one]));
  const modelOf = kept((model: number): ModelColumns => {
    const own = recorded.model(model);
    return withCost(own, supposedModelCost(own, known.get(models[model] ?? ''), supposed, models[model] ?? ''));
  });
  const sampleOf = (model: number, sample: number): CallColumns => {
    const own = recorded.sample(model, sample);
    return withCost(own, supposedModelCost(own, known.get(models[model] ?? ''), supposed, models[model] ?? ''));
  };
  const rowOf = kept((row: number): RowColumns => {
    const oracle = oracleColumns(recorded, columns, row);
    if (oracle !== null) return oracle;
    const costs = models.map((_, model) => modelOf(model).costPico);
    const cost = supposedRowCost(recorded, row, results.rows[row], costs, commonFactor(models, supposed));
    const own = withCost(recorded.row(row), cost);
    return Object.create(own, {
      pass: { value: (pass: number) => supposedPass(recorded, { row, pass }, sampleOf) },
    }) as RowColumns;
  });
  const factorOf = weightFactor(recorded, supposed);
  const weight = kept(() => recorded.weight.map((own, query) => own * factorOf(query)));
  const columns: QueryColumns = {
    header: recorded.header,
    size: recorded.size,
    measured: recorded.measured,
    category: recorded.category,
    get weight() {
      return supposed.weigh.size === 0 ? recorded.weight : weight(0);
    },
    row: repriced ? rowOf : recorded.row,
    model: repriced ? modelOf : recorded.model,
    sample: repriced ? sampleOf : recorded.sample,
    part(keep = () => true) {
      const part = recorded.part((query) => factorOf(query) > 0 && keep(query));
      return { ...part, weight: part.weight.map((own, index) => own * factorOf(part.rows[index] as number)) };
    },
  };
  return columns;
}

/** Makes a value once for each number. */
function kept<T>(make: (of: number) => T): (of: number) => T {
  const held = new Map<number, T>();
  return (of) => {
    const value = held.get(of) ?? make(of);
    held.set(of, value);
    return value;
  };
}

/** The factor that every model's costs change by; null where there is no such one. */
export function commonFactor(models: readonly string[], { prices, times }: Supposition): number | null {
  if (prices.size > 0) return null;
  const factors = new Set(models.map((id) => times.get(id) ?? 1));
  return factors.size === 1 ? ([...factors][0] as number) : null;
}

/** The same columns, still read when asked for, with another cost. */
function withCost<T extends object>(own: T, costPico: Float64Array): T {
  return Object.create(own, { costPico: { value: costPico, enumerable: true } }) as T;
}

/** By query: what its category's weight is multiplied by; 1 without a category. */
function weightFactor({ header, category }: QueryColumns, { weigh }: Supposition): (query: number) => number {
  const factors = header.categories.map((name) => weigh.get(name) ?? 1);
  return (query) => factors[category[query] as number] ?? 1;
}
