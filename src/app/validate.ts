import { dirname, join, resolve } from 'node:path';
import { readDataset } from '../dataset/read-dataset.js';
import { type Problem, UserError } from '../domain/user-error.js';
import { readRecordingFile } from '../recording/read-recordings.js';
import { recordingFiles } from '../recording/recording-file.js';
import { loadExperiment } from './load-experiment.js';
import { loadStrategies } from './load-strategies.js';

/** Every problem of a workspace: experiment, models, strategies, dataset, recordings. Empty when it would run. */
export async function validateWorkspace(experimentFile: string): Promise<Problem[]> {
  const problems: Problem[] = [];
  const check = async <T>(load: () => Promise<T>): Promise<T | null> => {
    try {
      return await load();
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      problems.push(...error.problems.map((problem) => (problem.hint === undefined ? problem : { ...problem })));
      return null;
    }
  };
  const root = dirname(resolve(experimentFile));
  const loaded = await check(() => loadExperiment(experimentFile));
  if (loaded === null) return problems;
  const { experiment, models } = loaded;
  await check(() => loadStrategies(root, experiment.strategies, models));
  await check(() => readDataset(join(root, experiment.dataset)));
  const files = (await check(() => recordingFiles(join(root, experiment.recordings)))) ?? [];
  const ids = new Set(models.models.map(({ id }) => id));
  for (const file of files) await check(() => checkRecordings(file, ids));
  return problems;
}

async function checkRecordings(file: string, modelIds: ReadonlySet<string>): Promise<void> {
  for await (const { line, recording } of readRecordingFile(file)) {
    if (modelIds.has(recording.modelId)) continue;
    throw new UserError({
      file,
      line,
      field: 'modelId',
      message: 'a model that the models file does not have',
      value: recording.modelId,
      accepted: [...modelIds].join(', '),
    });
  }
}
