import { COST_SOURCE } from '../../domain/outcome-table.js';
import type { Part } from '../../metric/part.js';
import type { WeightedMeans } from '../../replay/weighted-means.js';
import { addExactly, type ExactSum } from '../../stats/exact-sum.js';
import { addTo, sumIn, type Tally, tallied } from '../../stats/tally.js';
import { modelCounts, summedParts } from '../summaries.js';
import { categoriesOf, type Workbench } from '../workbench.js';
import { reportedPart } from './frame.js';
import type { ShardOutput } from './output.js';

/** Sizes of the parts, means of the single models over them, categories, and how often models were recorded. */
export function groundTask(bench: Workbench): ShardOutput {
  const tally: Tally = new Map();
  for (const name of summedParts(reportedPart(bench.experiment))) {
    const rows = bench.rowsIn(name);
    const part = bench.part(name);
    addTo(tally, `${name} queries`, rows.length);
    addTo(tally, `${name} groups`, new Set(Array.from(rows, (query) => bench.grouping.group[query])).size);
    addTo(tally, `${name} complete`, part.rows.length);
    addTo(tally, `${name} complete groups`, part.groupKeys.length);
    addMeans(tally, name, bench, part);
  }
  addTo(tally, 'queries', bench.dataset.queries.size);
  addTo(tally, 'estimated costs', bench.table.costSource.includes(COST_SOURCE.estimated) ? 1 : 0);
  for (const { category, n } of categoriesOf(bench, bench.part('all'))) addTo(tally, `category ${category}`, n);
  for (const modelId of bench.table.modelIds) {
    for (const [name, count] of Object.entries(modelCounts(bench.table, modelId))) addTo(tally, `${modelId} ${name}`, count);
  }
  return { tally, totals: null, latencies: new Map(), rows: [] };
}

/** Weighted sums of the single models' quality and cost over a part. */
export function addMeans(tally: Tally, name: string, { means, table }: Workbench, part: Part): void {
  const sumsOf = (of: string): ExactSum[] => table.modelIds.map((_, model) => sumIn(tally, `${name} ${of} ${model}`));
  const [all, quality, cost] = [sumIn(tally, `${name} weight`), sumsOf('quality'), sumsOf('cost')];
  part.rows.forEach((query, index) => {
    const weight = part.weight[index] as number;
    addExactly(all, weight);
    for (let model = 0; model < table.modelIds.length; model++) {
      const cell = query * means.modelCount + model;
      addExactly(quality[model] as ExactSum, weight * (means.quality[cell] as number));
      addExactly(cost[model] as ExactSum, weight * (means.costPico[cell] as number));
    }
  });
}

/** The means again. */
export function meansIn(tally: Tally, name: string, models: number): WeightedMeans {
  const mean = (of: 'quality' | 'cost'): Float64Array =>
    Float64Array.from(
      { length: models },
      (_, model) => tallied(tally, `${name} ${of} ${model}`) / tallied(tally, `${name} weight`),
    );
  return { quality: mean('quality'), costPico: mean('cost') };
}
