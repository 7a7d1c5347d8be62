import type { Results } from '../domain/results.js';
import type { Part } from '../metric/part.js';
import { bestByQuery } from '../replay/control/oracle.js';
import type { Workbench } from './workbench.js';

/**
 * What routing could win at most on the part: best single model, oracle, and how often the choice matters at all.
 *
 * @param best the best model by query of the dataset, for callers that ask for many parts
 */
export function headroom(
  bench: Workbench,
  part: Pick<Part, 'rows' | 'weight'>,
  bestSingle: number,
  best: ReturnType<typeof bestByQuery> = bestByQuery(bench.means),
): Results['headroom'] {
  const { means } = bench;
  let weight = 0;
  const sums = { single: 0, oracle: 0, matters: 0, anyRight: 0 };
  part.rows.forEach((query, index) => {
    const w = part.weight[index] as number;
    const cells = means.quality.subarray(query * means.modelCount, (query + 1) * means.modelCount);
    const top = cells[best[query] as number] as number;
    weight += w;
    sums.single += w * (cells[bestSingle] as number);
    sums.oracle += w * top;
    sums.matters += cells.some((quality) => quality < top) ? w : 0;
    sums.anyRight += bench.isRight(top) ? w : 0;
  });
  return {
    bestSingle: { modelId: bench.table.modelIds[bestSingle] ?? '', quality: sums.single / weight },
    oracleQuality: sums.oracle / weight,
    choiceMatters: sums.matters / weight,
    anyRight: sums.anyRight / weight,
  };
}
