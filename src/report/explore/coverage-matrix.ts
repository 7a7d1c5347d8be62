import { OUTCOME_STATUS } from '../../domain/outcome-table.js';
import type { QueryColumns } from '../pack/query-columns.js';

/** What is known of one model's answers within one category. */
export interface CoverageCell {
  readonly queries: number;
  /** Answered and scored. */
  readonly ok: number;
  /** The first call ended in an error. */
  readonly error: number;
  /** Answered, without a score. */
  readonly unscored: number;
  /** Nothing is recorded. */
  readonly missing: number;
  /** Of no known cost. */
  readonly unpriced: number;
}

export interface CoverageRow {
  /** Null for queries without a category. */
  readonly category: string | null;
  /** By model, in the pack's order. */
  readonly cells: readonly CoverageCell[];
}

/** Queries × models, queries taken together by category: the categories with the most queries first, measured or not. */
export function coverageMatrix(queries: QueryColumns): CoverageRow[] {
  const { categories, models } = queries.header;
  const names: readonly (string | null)[] = [...categories, null];
  const counts = names.map(() => models.map(() => ({ queries: 0, ok: 0, error: 0, unscored: 0, missing: 0, unpriced: 0 })));
  for (let model = 0; model < models.length; model++) {
    const { status, costPico } = queries.model(model);
    for (let query = 0; query < queries.size; query++) {
      const category = queries.category[query] as number;
      const cell = counts[Number.isNaN(category) ? categories.length : category]?.[model];
      if (cell === undefined) continue;
      cell.queries++;
      cell[KIND[status[query] as number] ?? 'missing']++;
      if (Number.isNaN(costPico[query] as number)) cell.unpriced++;
    }
  }
  return names
    .map((category, index) => ({ category, cells: counts[index] ?? [] }))
    .filter(({ cells }) => (cells[0]?.queries ?? 0) > 0)
    .sort((a, b) => (b.cells[0]?.queries ?? 0) - (a.cells[0]?.queries ?? 0));
}

const KIND: Readonly<Record<number, 'ok' | 'error' | 'unscored'>> = {
  [OUTCOME_STATUS.ok]: 'ok',
  [OUTCOME_STATUS.error]: 'error',
  [OUTCOME_STATUS.unscored]: 'unscored',
};
