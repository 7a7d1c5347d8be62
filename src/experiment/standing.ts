import { UserError } from '../domain/user-error.js';
import type { Part } from '../metric/part.js';
import { weightedMeans } from '../replay/weighted-means.js';
import { modelPair } from './control-rows.js';
import type { Setting } from './setting.js';
import type { Workbench } from './workbench.js';

/** What is decided from outcomes is decided on `deciding`: the validation part where there is one. */
export function standingOf(bench: Workbench, deciding: Part): Pick<Setting, 'reference' | 'pair'> {
  const named = bench.experiment.reference;
  const reference = named === null ? bestOn(bench, deciding) : bench.table.modelIds.indexOf(named);
  if (!bench.compared.includes(reference)) {
    throw new UserError({ field: 'reference', message: 'is recorded for fewer than half of the queries', value: named ?? '' }, 4);
  }
  return { reference, pair: modelPair(bench, deciding) };
}

/** The best single model of a part. */
export function bestOn(bench: Workbench, part: Part): number {
  const { quality } = weightedMeans(bench.means, part.rows, bench.dataset.labels.weight);
  return bench.compared.reduce((best, model) => ((quality[model] as number) > (quality[best] as number) ? model : best));
}
