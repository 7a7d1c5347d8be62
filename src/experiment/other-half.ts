import type { Part } from '../metric/part.js';
import type { QueryKeys } from './query-keys.js';

/**
 * For each row of the part, the weighted mean of a column over the rows of the same class in the other half of the part's groups; where the
 * other half has none of the class, its overall mean. What is predicted for a row never saw its group (cross-fitting with two folds).
 *
 * @param column by query of the dataset
 * @returns one value a row of the part
 */
export function otherHalfMeans(part: Part, { codes, count }: QueryKeys, column: (query: number) => number): Float64Array {
  // The last class takes the rows without one, and everything is summed there too.
  const sums = [new Float64Array(count + 1), new Float64Array(count + 1)] as const;
  const weights = [new Float64Array(count + 1), new Float64Array(count + 1)] as const;
  const half = (row: number): 0 | 1 => (((part.groupKeys[part.group[row] as number] as number) & 1) === 0 ? 0 : 1);
  part.rows.forEach((query, row) => {
    const weight = part.weight[row] as number;
    const value = weight * column(query);
    const code = codes[query] as number;
    for (const at of code < 0 ? [count] : [code, count]) {
      sums[half(row)][at] = (sums[half(row)][at] as number) + value;
      weights[half(row)][at] = (weights[half(row)][at] as number) + weight;
    }
  });
  return Float64Array.from(part.rows, (query, row) => {
    const other = half(row) === 0 ? 1 : 0;
    const code = codes[query] as number;
    const at = code >= 0 && (weights[other][code] as number) > 0 ? code : count;
    return (sums[other][at] as number) / (weights[other][at] as number);
  });
}
