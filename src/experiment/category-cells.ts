import { codedValue } from '../domain/column.js';
import type { CategoryCell } from '../domain/results.js';
import { PICO, type Totals } from '../metric/family.js';
import { subPart } from '../metric/part.js';
import { armSums, resampled, statistic } from '../metric/resampled.js';
import { armOfModel } from '../replay/arm.js';
import { estimateOf } from '../stats/interval.js';
import type { Compared } from './compared.js';
import type { Setting } from './setting.js';
import { categoriesOf, type Workbench } from './workbench.js';

/** Quality, cost and difference to the reference of every row within every category: one list a row, categories largest first. */
export function categoryCells(bench: Workbench, compared: readonly Compared[], { part, reference }: Setting): CategoryCell[][] {
  const cells: CategoryCell[][] = compared.map(() => []);
  const arms = [armOfModel(reference, bench.means), ...compared.map(({ arm }) => arm)];
  for (const { category } of categoriesOf(bench, part)) {
    const own = subPart(part, (query) => codedValue(bench.dataset.labels.category, query) === category);
    const totals = resampled(
      arms.map((arm) => armSums(arm, own, bench.means, bench.isRight, ['quality', 'cost'])),
      own,
      bench.experiment.bootstrap,
    );
    const estimate = (of: (view: Totals) => number): CategoryCell['quality'] => {
      const { value, samples } = statistic(totals, of);
      return estimateOf(value, samples, own.rows.length, bench.experiment.bootstrap.confidence);
    };
    compared.forEach((_, index) => {
      const self = index + 1;
      cells[index]?.push({
        category,
        n: own.rows.length,
        quality: estimate((view) => view.of(self, 'quality') / view.weight),
        cost: estimate((view) => (PICO * view.of(self, 'cost')) / view.weight),
        difference: estimate((view) => (view.of(self, 'quality') - view.of(0, 'quality')) / view.weight),
      });
    });
  }
  return cells;
}
