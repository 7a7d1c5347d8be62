import type { Results } from '../../domain/results.js';
import { type CategoryHeat, categoryHeat, categoryTable } from '../category-view.js';
import { FEW_QUERIES } from '../worst-categories.js';
import type { PlainTable } from './plain-table.js';

export interface CategorySection extends CategoryHeat {
  readonly few: number;
  readonly twin: PlainTable | null;
}

/** Quality against the reference by category and row, most lost first; null where no row has categories. */
export function categorySection(results: Results): CategorySection | null {
  const heat = categoryHeat(results);
  return heat === null ? null : { ...heat, few: FEW_QUERIES, twin: categoryTable(results) };
}
