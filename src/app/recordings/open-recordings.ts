import { dirname, join, resolve } from 'node:path';
import { readDataset } from '../../dataset/read-dataset.js';
import type { Dataset } from '../../domain/dataset.js';
import type { ModelList } from '../../domain/model.js';
import type { QueryTable } from '../../domain/query.js';
import type { Experiment } from '../../experiment/experiment.js';
import type { Judging } from '../../quality/verdict/judging.js';
import { loadExperiment } from '../load/load-experiment.js';

/** A set of recordings, and the experiment that it is held against. */
export interface OpenedRecordings {
  readonly experiment: Experiment;
  readonly models: ModelList;
  readonly dataset: Dataset;
  readonly queries: QueryTable;
  /** What the scorer's judges are asked. */
  readonly judgings: readonly Judging[];
  readonly rowOf: ReadonlyMap<string, number>;
  readonly dir: string;
  readonly root: string;
}

/** Reads all but the recordings themselves. */
export async function openRecordings(experimentFile: string): Promise<OpenedRecordings> {
  const root = dirname(resolve(experimentFile));
  const { experiment, models, scorer } = await loadExperiment(experimentFile);
  const { dataset } = await readDataset(join(root, experiment.dataset));
  const { queries } = dataset;
  const rowOf = new Map(Array.from({ length: queries.size }, (_, row) => [queries.ids.get(row), row]));
  const { judgings } = scorer.scorer;
  return { experiment, models, judgings, dataset, queries, rowOf, dir: join(root, experiment.recordings), root };
}
