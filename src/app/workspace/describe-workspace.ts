import { type DatasetDescription, describeDataset } from '../../experiment/describe/describe-dataset.js';
import { describeModels, type ModelDescription } from '../../experiment/describe/describe-models.js';
import { openWorkbench } from './open-workbench.js';

export type { ColumnDescription } from '../../experiment/describe/describe-dataset.js';
export type { ModelDescription } from '../../experiment/describe/describe-models.js';

/** What `routelab datasets` shows: the experiment's dataset and how it is recorded. */
export interface DescribedDataset extends DatasetDescription {
  readonly name: string;
  readonly dataset: string;
  readonly recordings: string;
  readonly synthetic: boolean;
  readonly recordedBetween: readonly [oldest: string, newest: string] | null;
}

/** What `routelab models` shows. */
export interface DescribedModels {
  readonly name: string;
  readonly file: string;
  readonly costUnit: 'usd' | 'calls';
  /** Queries complete for every compared model: what the mean quality and cost rest on. */
  readonly complete: number;
  readonly queries: number;
  readonly models: readonly ModelDescription[];
}

/** Counts, coverage and headroom of an experiment's dataset. */
export async function describedDataset(experimentFile: string): Promise<DescribedDataset> {
  const { experiment, bench, load } = await openWorkbench(experimentFile);
  const oldest = load?.oldestRecordedAt ?? null;
  const newest = load?.newestRecordedAt ?? null;
  return {
    name: experiment.name,
    dataset: experiment.dataset,
    recordings: experiment.recordings,
    synthetic: experiment.synthetic,
    recordedBetween: oldest === null || newest === null ? null : [oldest, newest],
    ...describeDataset(bench),
  };
}

/** Prices, recordings and means of an experiment's models. */
export async function describedModels(experimentFile: string): Promise<DescribedModels> {
  const { experiment, bench, models } = await openWorkbench(experimentFile);
  return {
    name: experiment.name,
    file: experiment.models,
    costUnit: experiment.cost.by,
    complete: bench.compared.length === 0 ? 0 : bench.part('all').rows.length,
    queries: bench.dataset.queries.size,
    models: describeModels(bench, models),
  };
}
