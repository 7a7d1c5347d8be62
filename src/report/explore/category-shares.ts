import type { Part } from '../../metric/part.js';
import type { QueryColumns } from '../pack/query-columns.js';

/** Whom a row asks first within a category. */
export interface CategoryShares {
  readonly category: string;
  readonly queries: number;
  /** By model, in the pack's order; sums to 1 less the share that no model was asked for. */
  readonly shares: Float64Array;
}

/**
 * First calls of a row by category, as a run counts them over all queries.
 *
 * @returns categories with the most queries first; null for rows without calls of their own (expectations)
 */
export function categoryShares(queries: QueryColumns, row: number, part: Part): CategoryShares[] | null {
  const { categories, models } = queries.header;
  const own = queries.row(row);
  const shares = categories.map(() => new Float64Array(models.length));
  const [counts, weights] = [new Float64Array(categories.length), new Float64Array(categories.length)];
  for (let index = 0; index < part.rows.length; index++) {
    const query = part.rows[index] as number;
    const path = own.path(query);
    if (path === null) return null;
    const category = queries.category[query] as number;
    const held = shares[category];
    // Without a category, a query is in none.
    if (held === undefined) continue;
    const weight = part.weight[index] as number;
    counts[category] = (counts[category] as number) + 1;
    weights[category] = (weights[category] as number) + weight;
    const first = path[0]?.model;
    if (first !== undefined) held[first] = (held[first] as number) + weight;
  }
  return categories
    .map((category, index) => ({
      category,
      queries: counts[index] as number,
      shares: (shares[index] as Float64Array).map((sum) => sum / (weights[index] as number)),
    }))
    .filter(({ queries: count }) => count > 0)
    .sort((a, b) => b.queries - a.queries);
}
