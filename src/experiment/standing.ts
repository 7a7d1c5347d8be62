import { UserError } from '../domain/user-error.js';
import type { Part } from '../metric/part.js';
import { type WeightedMeans, weightedMeans } from '../replay/weighted-means.js';
import { pairAmong } from './control-rows.js';
import type { Setting } from './setting.js';
import type { Judged, Workbench } from './workbench.js';

/** What is decided from outcomes is decided on `deciding`: the validation part where there is one. */
export function standingOf(bench: Workbench, deciding: Part): Pick<Setting, 'reference' | 'pair'> {
  return standingAmong(bench, weightedMeans(bench.means, deciding.rows, bench.dataset.labels.weight));
}

/** The same from the single models' means over that part. */
export function standingAmong(bench: Judged, means: WeightedMeans): Pick<Setting, 'reference' | 'pair'> {
  const named = bench.experiment.reference;
  const reference = named === null ? bestAmong(bench, means) : bench.table.modelIds.indexOf(named);
  if (!bench.compared.includes(reference)) {
    throw new UserError({ field: 'reference', message: 'is recorded for fewer than half of the queries', value: named ?? '' }, 4);
  }
  return { reference, pair: pairAmong(bench, means) };
}

/** The best single model of a part. */
export function bestOn(bench: Workbench, part: Part): number {
  return bestAmong(bench, weightedMeans(bench.means, part.rows, bench.dataset.labels.weight));
}

export function bestAmong(bench: Judged, { quality }: WeightedMeans): number {
  return bench.compared.reduce((best, model) => ((quality[model] as number) > (quality[best] as number) ? model : best));
}
