import type { Part } from '../metric/part.js';
import { controls } from '../replay/control/index.js';
import { weightedMeans } from '../replay/weighted-means.js';
import type { Compared } from './compared.js';
import { firstShares } from './first-shares.js';
import { promptLengths } from './prompt-lengths.js';
import type { Workbench } from './workbench.js';

/** The control rows an experiment asks for, on the reported part; matched ones follow `matchTo`. */
export function controlRows(
  bench: Workbench,
  part: Part,
  pair: { weak: number; strong: number } | null,
  matchTo: Compared | null,
): Compared[] {
  const context = {
    modelIds: bench.table.modelIds,
    compared: bench.compared,
    means: bench.means,
    rows: part.rows,
    weight: bench.dataset.labels.weight,
    category: bench.dataset.labels.category.codes,
    group: bench.grouping.group,
    promptLength: promptLengths(bench.batch),
    seed: bench.experiment.bootstrap.seed,
    isRight: bench.isRight,
    pair,
    matchTo:
      matchTo === null
        ? null
        : {
            label: matchTo.label,
            shares: firstShares(matchTo.arm, part, bench.table.modelIds.length),
            meanCostPico: meanCost(matchTo, part),
          },
  };
  return controls
    .filter(({ name }) => bench.experiment.baselines.includes(name))
    .flatMap((control) => control.arms(context))
    .map((arm) => ({ ...arm, kind: 'control' as const }));
}

function meanCost({ arm }: Compared, part: Part): number {
  let cost = 0;
  let weight = 0;
  part.rows.forEach((query, index) => {
    cost += (part.weight[index] as number) * (arm.costPico[query] as number);
    weight += part.weight[index] as number;
  });
  return cost / weight;
}

/**
 * The pair of the strong/weak metrics: as the experiment names it, else the cheapest single model and the best one on
 * `part` (by calls or without prices the worst and the best one). Null with fewer than two models, or when both are the same.
 */
export function modelPair(bench: Workbench, part: Part): { weak: number; strong: number } | null {
  const named = bench.experiment.pair;
  if (named !== null) {
    return { weak: bench.table.modelIds.indexOf(named.weak), strong: bench.table.modelIds.indexOf(named.strong) };
  }
  const { quality, costPico } = weightedMeans(bench.means, part.rows, bench.dataset.labels.weight);
  const { compared } = bench;
  // Counted in calls of one model all others cost nothing, and the first of them in the file is no weaker than the rest.
  const priced = bench.experiment.cost.by === 'usd' && !compared.some((model) => Number.isNaN(costPico[model] as number));
  const ranking = priced ? costPico : quality;
  const strong = compared.reduce((best, model) => ((quality[model] as number) > (quality[best] as number) ? model : best));
  const weak = compared.reduce((best, model) => ((ranking[model] as number) < (ranking[best] as number) ? model : best));
  return strong === weak ? null : { weak, strong };
}
