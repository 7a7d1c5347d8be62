import type { CodedColumn } from '../domain/column.js';
import { UserError } from '../domain/user-error.js';
import type { Training } from '../strategy/training.js';
import { splitSeed } from './split/group-spec.js';
import type { Workbench } from './workbench.js';

/**
 * The training over some query rows: their outcomes, and nothing of any other row.
 *
 * @param rows ascending query rows
 * @throws UserError when there is none
 */
export function trainingOf(bench: Workbench, rows: Uint32Array): Training {
  if (rows.length === 0) {
    throw new UserError({ field: 'split', message: 'the train part is empty, and a strategy learns', accepted: 'a train part' });
  }
  const { dataset, means, experiment, grouping, table, batch } = bench;
  const models = means.modelCount;
  const cells = (of: Float64Array): Float64Array => {
    const kept = new Float64Array(of.length).fill(Number.NaN);
    for (const row of rows) kept.set(of.subarray(row * models, (row + 1) * models), row * models);
    return kept;
  };
  const labels = (of: CodedColumn<string>): CodedColumn<string> => {
    const codes = new Int32Array(of.codes.length).fill(-1);
    for (const row of rows) codes[row] = of.codes[row] as number;
    return { codes, values: of.values };
  };
  return {
    batch,
    rows,
    modelIds: table.modelIds,
    quality: cells(means.quality),
    costPico: cells(means.costPico),
    latencyMs: cells(means.latencyMs),
    weight: dataset.labels.weight,
    group: grouping.group,
    category: labels(dataset.labels.category),
    difficulty: labels(dataset.labels.difficulty),
    seed: splitSeed(experiment.split, experiment.bootstrap.seed),
  };
}
