import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { readDataset } from '../../dataset/read-dataset.js';
import type { Dataset } from '../../domain/dataset.js';
import type { ModelList } from '../../domain/model.js';
import { UserError } from '../../domain/user-error.js';
import type { LoadFacts } from '../../experiment/audit/audit.js';
import type { Experiment } from '../../experiment/experiment.js';
import { type Workbench, workbench } from '../../experiment/workbench.js';
import { outcomeBuilder } from '../../recording/outcome-builder.js';
import { loadExperiment } from '../load/load-experiment.js';
import type { LoadedScorer } from '../load/load-scorer.js';
import { loadSplit } from '../load/load-split.js';
import { loadOutcomes } from '../outcome/load-outcomes.js';
import { loadFacts } from './load-facts.js';
import { loadJudges } from './load-judges.js';

/** A workspace ready to be looked at, without its strategies. */
export interface OpenedWorkbench {
  readonly experiment: Experiment;
  readonly models: ModelList;
  readonly bench: Workbench;
  /** Null where nothing is recorded yet. */
  readonly load: LoadFacts | null;
}

/** Reads experiment, models, dataset and recordings; a workspace without recordings has an empty table. */
export async function openWorkbench(experimentFile: string): Promise<OpenedWorkbench> {
  const root = dirname(resolve(experimentFile));
  const { experiment, models, scorer } = await loadExperiment(experimentFile);
  const { dataset } = await readDataset(join(root, experiment.dataset));
  const loaded = await recordedOutcomes(join(root, experiment.recordings), models, dataset, scorer);
  const table = loaded?.table ?? outcomeBuilder().done(dataset.queries.size, []).table;
  const split = await loadSplit(root, experiment.split, dataset);
  const bench = workbench(experiment, dataset, models, table, split?.placed ?? null);
  return { experiment, models, bench, load: loaded === null ? null : loadFacts(loaded.report, models, loaded.judges) };
}

/** Null where there is no recording; files that can't be read are errors all the same. */
async function recordedOutcomes(recordingsDir: string, models: ModelList, dataset: Dataset, loaded: LoadedScorer) {
  if (!existsSync(recordingsDir)) return null;
  try {
    const { scorer, judges } = await loadJudges(loaded, models, dataset, recordingsDir);
    const outcomes = await loadOutcomes({
      dataset,
      models,
      recordingsDir,
      score: (recording, label) => scorer.score(recording, label),
    });
    return { ...outcomes, judges };
  } catch (error) {
    if (error instanceof UserError && error.exitCode === 4) return null;
    throw error;
  }
}
