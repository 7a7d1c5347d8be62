import { basename, dirname, join, resolve } from 'node:path';
import { modelListOf, modelsSchema } from '../dataset/models-schema.js';
import type { ModelList } from '../domain/model.js';
import { UserError } from '../domain/user-error.js';
import type { Experiment } from '../experiment/experiment.js';
import { experimentOf } from '../experiment/experiment-of.js';
import { experimentSchema } from '../experiment/experiment-schema.js';
import { targetNamed } from '../export/index.js';
import { createScorer } from '../quality/index.js';
import { type ConfigFile, parseConfig, placed, readConfigFile } from './config-file.js';

/** An experiment and its models, checked against each other; the file tells where in it a problem stands. */
export async function loadExperiment(path: string): Promise<{ experiment: Experiment; models: ModelList; file: ConfigFile }> {
  const file = await readConfigFile(path);
  const parsed = parseConfig(file, experimentSchema);
  const models = await loadModels(join(dirname(resolve(path)), parsed.models), file);
  return withPlaces(file, () => {
    const experiment = experimentOf(parsed, models, basename(dirname(resolve(path))));
    createScorer(experiment.scorer);
    for (const { target } of experiment.export) targetNamed(target);
    return { experiment, models, file };
  });
}

async function loadModels(path: string, experiment: ConfigFile): Promise<ModelList> {
  const file = await readConfigFile(path).catch((error: unknown) => {
    if (!(error instanceof UserError) || error.problems[0]?.message !== 'no such file') throw error;
    throw new UserError({
      file: experiment.path,
      ...experiment.place(['models']),
      field: 'models',
      message: 'no such file',
      value: path,
    });
  });
  return modelListOf(parseConfig(file, modelsSchema));
}

/** Runs a check and tells its problems with the file's lines. */
export function withPlaces<T>(file: ConfigFile, check: () => T): T {
  try {
    return check();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    throw new UserError(placed(file, error.problems), error.exitCode);
  }
}
