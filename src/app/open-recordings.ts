import { dirname, join, resolve } from 'node:path';
import { readDataset } from '../dataset/read-dataset.js';
import type { ModelList } from '../domain/model.js';
import type { QueryTable } from '../domain/query.js';
import type { Experiment } from '../experiment/experiment.js';
import { loadExperiment } from './load-experiment.js';

/** A set of recordings, and the experiment that it is held against. */
export interface OpenedRecordings {
  readonly experiment: Experiment;
  readonly models: ModelList;
  readonly queries: QueryTable;
  readonly rowOf: ReadonlyMap<string, number>;
  readonly dir: string;
  readonly root: string;
}

/** Reads all but the recordings themselves. */
export async function openRecordings(experimentFile: string): Promise<OpenedRecordings> {
  const root = dirname(resolve(experimentFile));
  const { experiment, models } = await loadExperiment(experimentFile);
  const { dataset } = await readDataset(join(root, experiment.dataset));
  const { queries } = dataset;
  const rowOf = new Map(Array.from({ length: queries.size }, (_, row) => [queries.ids.get(row), row]));
  return { experiment, models, queries, rowOf, dir: join(root, experiment.recordings), root };
}
