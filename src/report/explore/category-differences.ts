import type { Estimate } from '../../domain/estimate.js';
import type { Results } from '../../domain/results.js';
import { differenceEstimate, qualityDifference } from '../../metric/estimate/paired.js';
import { groupSums, type Part } from '../../metric/part.js';
import { type ArmSums, resampledAgainst } from '../../metric/resampled.js';
import type { QueryColumns } from '../pack/query-columns.js';

/**
 * Every row's quality against a row within one category: what a run works out against its reference, by the same code from
 * the same draws, so that against the reference it is the same to the last bit.
 *
 * @returns the difference of a row (index)
 */
export function categoryDifferences(
  { protocol }: Pick<Results, 'protocol'>,
  queries: QueryColumns,
  category: string,
  baseline: number,
): (row: number) => Estimate {
  const code = queries.header.categories.indexOf(category);
  const part = queries.part((query) => queries.category[query] === code);
  const totalsWith = resampledAgainst([qualitySums(queries, part, baseline)], part, protocol.bootstrap);
  return (row) => {
    const totals = totalsWith([qualitySums(queries, part, row)]);
    const self = row === baseline ? 0 : 1;
    return differenceEstimate(qualityDifference(totals, self, 0), part.rows.length, protocol.bootstrap.confidence);
  };
}

function qualitySums(queries: QueryColumns, part: Part, row: number): ArmSums {
  const { quality } = queries.row(row);
  return new Map([['quality', groupSums(part, (query) => quality[query] as number)]]);
}

/** Results with their categories held against other differences: `differences` by row and category, in the results' order. */
export function withCategoryDifferences(results: Results, differences: readonly ReadonlyMap<string, Estimate>[]): Results {
  return {
    ...results,
    rows: results.rows.map((row, index) => ({
      ...row,
      byCategory: row.byCategory.map((cell) => ({
        ...cell,
        difference: differences[index]?.get(cell.category) ?? cell.difference,
      })),
    })),
  };
}
