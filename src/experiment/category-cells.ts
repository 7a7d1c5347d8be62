import { codedValue } from '../domain/column.js';
import type { CategoryCell } from '../domain/results.js';
import { moneyEstimates } from '../metric/estimate/money.js';
import { moneyRatios } from '../metric/estimate/money-ratios.js';
import { differenceEstimate, qualityDifference } from '../metric/estimate/paired.js';
import { subPart } from '../metric/part.js';
import { armSums, estimated, resampled } from '../metric/resampled.js';
import { withWidth } from '../metric/score-arm.js';
import { armOfModel } from '../replay/arm.js';
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
      { ...bench.experiment.bootstrap, ratios: arms.map((_, self) => moneyRatios({ self, reference: 0 }).mean) },
    );
    const n = own.rows.length;
    const { confidence } = bench.experiment.bootstrap;
    compared.forEach((row, index) => {
      const self = index + 1;
      const mean = estimated(totals, (view) => view.of(self, 'quality') / view.weight, n, confidence);
      const isReference = row.id === `single:${bench.table.modelIds[reference]}`;
      cells[index]?.push({
        category,
        n,
        quality: withWidth(mean, totals.groups, confidence),
        cost: moneyEstimates(totals, { self, reference: 0 }, n, confidence).mean,
        difference: differenceEstimate(qualityDifference(totals, isReference ? 0 : self, 0), n, confidence),
      });
    });
  }
  return cells;
}
