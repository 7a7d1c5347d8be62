import { codedValue } from '../domain/column.js';
import type { CategoryCell } from '../domain/results.js';
import { done, type Working } from '../domain/work.js';
import { subPart } from '../metric/part.js';
import { armSums } from '../metric/resampled.js';
import { armOfModel } from '../replay/arm.js';
import type { Compared } from './compared.js';
import type { Setting } from './setting.js';
import { categoryUnit } from './unit/category-unit.js';
import { categoriesOf, type Workbench } from './workbench.js';

/** Quality, cost and difference to the reference of every row within every category: one list a row, categories largest first. */
export function* categoryCells(
  bench: Workbench,
  compared: readonly Compared[],
  { part, reference }: Setting,
): Working<CategoryCell[][]> {
  const arms = [armOfModel(reference, bench.means), ...compared.map(({ arm }) => arm)];
  const referenceId = `single:${bench.table.modelIds[reference]}`;
  const against = compared.map(({ id }, index) => (id === referenceId ? 0 : index + 1));
  const inputs = categoriesOf(bench, part).map(({ category }) => {
    const own = subPart(part, (query) => codedValue(bench.dataset.labels.category, query) === category);
    const sums = arms.map((arm) => armSums(arm, own, bench.means, bench.isRight, ['quality', 'cost']));
    return { category, part: own, sums, against };
  });
  const categories = yield* done(categoryUnit, bench.experiment.bootstrap, inputs);
  return compared.map((_, row) => categories.map((cells) => cells[row] as CategoryCell));
}
