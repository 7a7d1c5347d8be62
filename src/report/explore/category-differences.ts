import type { Estimate } from '../../domain/estimate.js';
import type { Results } from '../../domain/results.js';
import { differenceEstimate, qualityDifference } from '../../metric/estimate/paired.js';
import { groupSums, type Part } from '../../metric/part.js';
import { type ArmSums, resampledAgainstSteps } from '../../metric/resampled.js';
import type { Steps } from '../../stats/steps.js';
import type { QueryColumns } from '../pack/query-columns.js';

/**
 * Every row's quality against a row within one category: what a run works out against its reference, by the same code from
 * the same draws, so that against the reference it is the same to the last bit.
 *
 * @returns the differences in the order of the rows
 */
export function* categoryDifferences(
  { protocol }: Pick<Results, 'protocol'>,
  queries: QueryColumns,
  category: string,
  baseline: number,
): Steps<Estimate[]> {
  const code = queries.header.categories.indexOf(category);
  const part = queries.part((query) => queries.category[query] === code);
  const totalsWith = yield* resampledAgainstSteps([], part, protocol.bootstrap);
  const sums = queries.header.rows.map((_, row) => qualitySums(queries, part, row));
  const totals = yield* totalsWith(sums);
  const differences: Estimate[] = [];
  for (const row of sums.keys()) {
    yield;
    const paired = qualityDifference(totals, row, baseline);
    differences.push(differenceEstimate(paired, part.rows.length, protocol.bootstrap.confidence));
  }
  return differences;
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
