import { OUTCOME_STATUS } from '../../../domain/outcome-table.js';
import { bestOption } from '../../../stats/best-choice.js';
import type { PackedAttempt } from '../../pack/pack-header.js';
import type { ModelColumns, QueryColumns, RowColumns } from '../../pack/query-columns.js';
import { singleOutcomes } from '../singles.js';

/** Rows that pick the best answer of every query, ties to the cheaper: with other prices they pick others. */
const ORACLES = ['control:oracle', 'control:oracle_free'] as const;

/** Whether a row (id) is one of these. */
export function isOracle(id: string | undefined): boolean {
  return ORACLES.some((one) => one === id);
}

/**
 * An oracle as it would decide were its models' costs others; null for another row, and where the rule does not give what was
 * recorded.
 */
export function oracleColumns(recorded: QueryColumns, supposed: QueryColumns, index: number): RowColumns | null {
  const id = recorded.header.rows[index];
  if (!isOracle(id)) return null;
  const free = id === 'control:oracle_free';
  const own = recorded.row(index);
  if (!asRecorded(recorded, decided(recorded, own, free))) return null;
  return decided(supposed, own, free);

  function asRecorded({ size, measured }: QueryColumns, made: RowColumns): boolean {
    for (let query = 0; query < size; query++) {
      if (measured[query] === 1 && !Object.is(made.costPico[query], own.costPico[query])) return false;
    }
    return true;
  }
}

function decided(columns: QueryColumns, own: RowColumns, free: boolean): RowColumns {
  const singles = singleOutcomes(columns);
  const options = { options: singles.modelCount, quality: singles.quality, cost: singles.costPico };
  const models = columns.header.models.map((_, model) => columns.model(model));
  const choice = Int16Array.from({ length: columns.size }, (_, query) => bestOption(options, query));
  const chosen = (of: (model: ModelColumns) => Float64Array): Float64Array =>
    Float64Array.from(choice, (model, query) => (model < 0 ? 0 : (of(models[model] as ModelColumns)[query] as number)));
  const cost = chosen(({ costPico }) => costPico);
  const scored = (query: number): boolean => models.some(({ quality }) => (quality[query] as number) > 0);
  const change: Partial<RowColumns> = {
    costPico: free ? cost.map((paid, query) => (scored(query) ? paid : 0)) : cost,
    latencyMs: chosen(({ latencyMs }) => latencyMs),
    served: Float64Array.from(choice, (model) => (model < 0 ? Number.NaN : model)),
    path: (query) => callOf(models, choice[query] as number, query),
  };
  return Object.create(own, Object.fromEntries(Object.entries(change).map(([name, value]) => [name, { value }]))) as RowColumns;
}

function callOf(models: readonly ModelColumns[], model: number, query: number): readonly PackedAttempt[] {
  if (model < 0) return [];
  const status = models[model]?.status[query] as number;
  return [{ model, why: 'first', result: Number.isNaN(status) ? 'missing' : status === OUTCOME_STATUS.error ? 'error' : 'ok' }];
}
