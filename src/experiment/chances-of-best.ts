import { probabilityBest } from '../compare/probability-best.js';
import type { ResultRow } from '../domain/results.js';
import { type ResampledTotals, statistic } from '../metric/resampled.js';
import { objectiveValue } from './objective-value.js';
import type { Judged } from './workbench.js';

/**
 * Of every row in order, the chance of having the best objective among the routers whose point values meet every
 * constraint; 0 for routers that don't, null for rows that can't be chosen and where the objective is not known. The cross-fitted procedure is among the latter: it
 * ends in one of the others, and would share their chance.
 */
export function chancesOfBest(
  bench: Judged,
  rows: readonly ResultRow[],
  totals: ResampledTotals,
  armOf: (index: number) => number,
): (number | null)[] {
  const competing = rows.flatMap((row, index) => (canBeChosen(row) && meetsAtPoint(row) ? [index] : []));
  const objectives = competing.map((index) => {
    const arm = armOf(index);
    return statistic(totals, (view) => objectiveValue(bench.experiment.objective, view, arm)).samples;
  });
  const chances = probabilityBest(objectives);
  return rows.map((row, index) => {
    const at = competing.indexOf(index);
    if (!canBeChosen(row) || objectives[at]?.every(Number.isNaN)) return null;
    return chances[at] ?? 0;
  });
}

function canBeChosen({ kind, marks }: ResultRow): boolean {
  return kind === 'router' && !marks.includes('procedure');
}

function meetsAtPoint({ constraints }: ResultRow): boolean {
  return constraints.every(({ observed, shortBy }) => observed.value !== null && shortBy === 0);
}
