import type { SingleOutcomes } from '../../metric/columns.js';
import { PICO } from '../../metric/family.js';
import type { Part } from '../../metric/part.js';
import type { RowColumns } from '../pack/query-columns.js';

/** Queries that one model answered and another would have been the cheapest right one for. */
export interface RoutingCell {
  /** Index of the model whose answer was served, -1 where none was. */
  readonly served: number;
  /** Index of the cheapest model that was right, -1 where none was. */
  readonly needed: number;
  readonly queries: number;
  /** Of all queries of the part, by weight. */
  readonly share: number;
  /** Mean quality of the row there. */
  readonly quality: number;
  /** What the row paid there above the cheapest right model, per query of the part, in the cost unit; NaN where unknown or none was right. */
  readonly overpaid: number;
}

/**
 * Who answered, and who would have done: the model whose answer a row served against the cheapest model that was right
 * (ties to the earlier). On the diagonal routing was as good and as cheap as it could be.
 *
 * @returns cells with queries, by served then needed; null for rows without calls of their own (expectations)
 */
export function routerConfusion(
  row: Pick<RowColumns, 'path' | 'served' | 'quality' | 'costPico'>,
  part: Part,
  singles: SingleOutcomes,
  isRight: (quality: number) => boolean,
): RoutingCell[] | null {
  const size = singles.modelCount + 1;
  const [queries, weights, quality, overpaid] = [0, 1, 2, 3].map(() => new Float64Array(size * size)) as Sums;
  let total = 0;
  for (let index = 0; index < part.rows.length; index++) {
    const query = part.rows[index] as number;
    if (row.path(query) === null) return null;
    const served = row.served[query] as number;
    const needed = cheapestRight(singles, query, isRight);
    const cell = (Number.isNaN(served) ? 0 : served + 1) * size + needed + 1;
    const weight = part.weight[index] as number;
    total += weight;
    add(queries, cell, 1);
    add(weights, cell, weight);
    add(quality, cell, weight * (row.quality[query] as number));
    const least = needed < 0 ? Number.NaN : (singles.costPico[query * singles.modelCount + needed] as number);
    add(overpaid, cell, weight * Math.max(0, (row.costPico[query] as number) - least));
  }
  return Array.from(queries.keys())
    .filter((cell) => (queries[cell] as number) > 0)
    .map((cell) => ({
      served: Math.floor(cell / size) - 1,
      needed: (cell % size) - 1,
      queries: queries[cell] as number,
      share: (weights[cell] as number) / total,
      quality: (quality[cell] as number) / (weights[cell] as number),
      overpaid: ((overpaid[cell] as number) * PICO) / total,
    }));
}

type Sums = [Float64Array, Float64Array, Float64Array, Float64Array];

function add(sums: Float64Array, at: number, value: number): void {
  sums[at] = (sums[at] as number) + value;
}

/** The right model of least cost for a query, ties to the earlier; -1 where none was right. Unknown costs come last. */
export function cheapestRight(
  { quality, costPico, modelCount }: SingleOutcomes,
  query: number,
  isRight: (quality: number) => boolean,
): number {
  let best = -1;
  let least = Number.POSITIVE_INFINITY;
  for (let model = 0; model < modelCount; model++) {
    const cell = query * modelCount + model;
    if (!isRight(quality[cell] as number)) continue;
    const cost = costPico[cell] as number;
    if (best >= 0 && !(cost < least)) continue;
    best = model;
    least = Number.isNaN(cost) ? Number.POSITIVE_INFINITY : cost;
  }
  return best;
}
