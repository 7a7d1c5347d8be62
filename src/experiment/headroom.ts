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
  const sums = { weight: 0, single: 0, oracle: 0, matters: 0, anyRight: 0 };
  addHeadroom(bench, part, bestSingle, best, (name, value) => {
    sums[name] += value;
  });
  return headroomOf(bench.table.modelIds[bestSingle] ?? '', sums);
}

/** Weighted sums over a part that headroom is made of. */
export const HEADROOM_SUMS = ['weight', 'single', 'oracle', 'matters', 'anyRight'] as const;
export type HeadroomSums = Readonly<Record<(typeof HEADROOM_SUMS)[number], number>>;

/** Tells what each query adds to the sums. */
export function addHeadroom(
  { means, isRight }: Pick<Workbench, 'means' | 'isRight'>,
  part: Pick<Part, 'rows' | 'weight'>,
  bestSingle: number,
  best: ReturnType<typeof bestByQuery>,
  add: (name: keyof HeadroomSums, value: number) => void,
): void {
  part.rows.forEach((query, index) => {
    const w = part.weight[index] as number;
    const cells = means.quality.subarray(query * means.modelCount, (query + 1) * means.modelCount);
    const top = cells[best[query] as number] as number;
    add('weight', w);
    add('single', w * (cells[bestSingle] as number));
    add('oracle', w * top);
    add('matters', cells.some((quality) => quality < top) ? w : 0);
    add('anyRight', isRight(top) ? w : 0);
  });
}

export function headroomOf(modelId: string, { weight, single, oracle, matters, anyRight }: HeadroomSums): Results['headroom'] {
  return {
    bestSingle: { modelId, quality: single / weight },
    oracleQuality: oracle / weight,
    choiceMatters: matters / weight,
    anyRight: anyRight / weight,
  };
}
