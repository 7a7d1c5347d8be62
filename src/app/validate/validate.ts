import { dirname, join, resolve } from 'node:path';
import { readDataset } from '../../dataset/read-dataset.js';
import type { Dataset } from '../../domain/dataset.js';
import type { ModelList } from '../../domain/model.js';
import { type Problem, UserError } from '../../domain/user-error.js';
import type { Experiment } from '../../experiment/experiment.js';
import { groupQueries } from '../../experiment/split/group-queries.js';
import { groupSpec } from '../../experiment/split/group-spec.js';
import { requireSplit } from '../../experiment/split/require-split.js';
import { splitQueries } from '../../experiment/split/split.js';
import { readRecordingFile } from '../../recording/read-recordings.js';
import { allRecordingFiles } from '../../recording/recording-file.js';
import { askedSamples, refuseMissingSamples } from '../load/asked-samples.js';
import { loadDecisions } from '../load/load-decisions.js';
import { loadExperiment } from '../load/load-experiment.js';
import { loadModules } from '../load/load-modules.js';
import { loadSplit } from '../load/load-split.js';
import { type LoadedStrategy, loadStrategies } from '../load/load-strategies.js';
import { type LoadedOutcomes, loadOutcomes } from '../outcome/load-outcomes.js';
import { type Warnings, workspaceWarnings } from './validate-warnings.js';

/** Runs one check; its problems are collected, and null stands for what it would have given. */
type Check = <T>(load: () => T | Promise<T>) => Promise<T | null>;

/** What `routelab validate` found. */
export interface Validated extends Warnings {
  /** With any of these it would not run, nor be tuned. */
  readonly problems: readonly Problem[];
}

const NOTHING: Warnings = { warnings: [], notes: [] };

/**
 * Every problem of a workspace: experiment, models, strategies, dataset, recordings (one a file), and what only shows where
 * they meet. Empty when it would run.
 */
export async function validateWorkspace(experimentFile: string): Promise<readonly Problem[]> {
  const { problems } = await checkWorkspace(experimentFile, {});
  return problems;
}

/** Every problem, and what a run would take although it may be a mistake. Sends nothing. */
export async function checkWorkspace(experimentFile: string, env: NodeJS.ProcessEnv): Promise<Validated> {
  const problems: Problem[] = [];
  const check: Check = async (load) => {
    try {
      return await load();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(...error.problems);
      return null;
    }
  };
  const root = dirname(resolve(experimentFile));
  const loaded = await check(() => loadExperiment(experimentFile));
  if (loaded === null) return { problems, ...NOTHING };
  const { experiment, models } = loaded;
  const strategies = await check(() => loadStrategies(root, experiment.strategies, models));
  if (strategies !== null) {
    await check(() =>
      requireSplit(
        experiment,
        strategies.map(({ strategy }) => strategy),
      ),
    );
  }
  const read = await check(() => readDataset(join(root, experiment.dataset)));
  if (read !== null) await check(() => checkSplit(root, experiment, read.dataset));
  if (read !== null) {
    const modelIds = models.models.map(({ id }) => id);
    await check(() => loadDecisions(root, experiment.decisions, read.dataset, modelIds));
    await check(() => loadModules(root, experiment.strategies, read.dataset, modelIds));
  }
  const outcomes = await checkRecordings(root, experiment, models, read?.dataset ?? null, strategies ?? [], check);
  if (read === null) return { problems, ...NOTHING };
  const { dataset } = read;
  const input = { ...loaded, experimentFile, root, strategies: strategies ?? [], dataset, outcomes, env };
  return { problems, ...((await check(() => workspaceWarnings(input))) ?? NOTHING) };
}

/** The split as a run would make it. */
async function checkSplit(root: string, { split }: Experiment, dataset: Dataset): Promise<void> {
  const placed = (await loadSplit(root, split, dataset))?.placed ?? null;
  splitQueries(dataset, groupQueries(dataset, groupSpec(split), placed?.group), split, placed);
}

/** Each file line by line; when all are sound, together with the dataset: contradictions, nothing left to measure, fewer samples than compared. */
async function checkRecordings(
  root: string,
  experiment: Experiment,
  models: ModelList,
  dataset: Dataset | null,
  strategies: readonly LoadedStrategy[],
  check: Check,
): Promise<LoadedOutcomes | null> {
  const recordingsDir = join(root, experiment.recordings);
  const files = await check(() => allRecordingFiles(recordingsDir));
  let sound = files !== null;
  for (const file of files ?? []) sound = (await check(() => drained(readRecordingFile(file)))) !== null && sound;
  if (!sound || dataset === null) return null;
  const outcomes = await check(() => loadOutcomes({ dataset, models, recordingsDir, score: () => 0 }));
  if (outcomes !== null) await check(() => refuseMissingSamples(askedSamples(strategies), outcomes.table));
  return outcomes;
}

async function drained(lines: AsyncIterable<unknown>): Promise<number> {
  let count = 0;
  for await (const _ of lines) count++;
  return count;
}
