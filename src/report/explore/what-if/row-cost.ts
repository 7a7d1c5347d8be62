import type { ResultRow } from '../../../domain/results.js';
import type { QueryColumns, RowColumns } from '../../pack/query-columns.js';

/** A row's cost by query as it follows from what models cost; NaN where that is not known. */
type Bill = (costs: readonly Float64Array[]) => Float64Array;

/**
 * What a row would have paid had its models cost otherwise. Its decisions stay: only the bill changes. The rule that makes
 * the row's recorded costs out of the models' recorded costs is looked for and then applied to the supposed ones: the sum of
 * the calls it made, or the models' costs by its shares for an expectation over the same chances everywhere. Where neither
 * gives the recorded costs (another answer sampled, another mixture a query) but every model changes by one factor, so does
 * the row; else its bill is not known.
 *
 * @param supposed by model; the recorded columns where a model's costs don't change
 * @param factor by which every model's costs change; null where they change otherwise
 * @returns the recorded column itself where no bill changes
 */
export function supposedRowCost(
  columns: QueryColumns,
  index: number,
  row: ResultRow | undefined,
  supposed: readonly Float64Array[],
  factor: number | null,
): Float64Array {
  const own = columns.row(index);
  const recorded = columns.header.models.map((_, model) => columns.model(model).costPico);
  const bills: readonly Bill[] = [(costs) => callsBill(columns, own, costs), (costs) => sharesBill(columns, row, costs)];
  for (const bill of bills) {
    const before = bill(recorded);
    if (!same(columns, before, own.costPico)) continue;
    const made = bill(supposed);
    return made.every((cost, query) => Object.is(cost, before[query])) ? own.costPico : made;
  }
  return factor === null ? own.costPico.map(() => Number.NaN) : own.costPico.map((cost) => cost * factor);
}

function callsBill({ size }: QueryColumns, own: RowColumns, costs: readonly Float64Array[]): Float64Array {
  return Float64Array.from({ length: size }, (_, query) => {
    const path = own.path(query);
    if (path === null) return Number.NaN;
    return path.reduce((sum, { model }) => sum + (costs[model]?.[query] as number), 0);
  });
}

function sharesBill({ size, header }: QueryColumns, row: ResultRow | undefined, costs: readonly Float64Array[]): Float64Array {
  const shares = header.models.map((id) => row?.shares.find(({ modelId }) => modelId === id)?.share ?? 0);
  return Float64Array.from({ length: size }, (_, query) =>
    shares.reduce((sum, share, model) => (share === 0 ? sum : sum + share * (costs[model]?.[query] as number)), 0),
  );
}

/** Equal on every measured query but for rounding to whole pico-units and the last bits of sums. */
function same({ size, measured }: QueryColumns, made: Float64Array, recorded: Float64Array): boolean {
  for (let query = 0; query < size; query++) {
    if (measured[query] !== 1) continue;
    const [one, other] = [made[query] as number, recorded[query] as number];
    if (!(Math.abs(one - other) <= 1 + 1e-9 * Math.abs(other))) return false;
  }
  return true;
}
