import { basename, dirname, join, resolve } from 'node:path';
import { modelListOf, modelsSchema } from '../../dataset/models-schema.js';
import type { ModelList } from '../../domain/model.js';
import { UserError } from '../../domain/user-error.js';
import type { Experiment } from '../../experiment/experiment.js';
import { experimentOf } from '../../experiment/experiment-of.js';
import { experimentSchema } from '../../experiment/experiment-schema.js';
import { exportEntries } from '../../export/index.js';
import { type ConfigFile, parseConfig, placed, readConfigFile } from './config-file.js';
import { checkJudges } from './judge-calls.js';
import { type LoadedScorer, loadScorer } from './load-scorer.js';
import { RESCORE, rescoreSpec } from './rescore.js';

export interface LoadedExperiment {
  readonly experiment: Experiment;
  readonly models: ModelList;
  readonly scorer: LoadedScorer;
  /** Tells where in it a problem stands. */
  readonly file: ConfigFile;
}

/**
 * An experiment, its models and its scorer, checked against each other.
 *
 * @param rescore a scorer in place of the experiment's own, as `--rescore` names it
 */
export async function loadExperiment(path: string, rescore?: string): Promise<LoadedExperiment> {
  const file = await readConfigFile(path);
  const root = dirname(resolve(path));
  const parsed = parseConfig(file, experimentSchema);
  const models = await loadModels(join(root, parsed.models), file);
  const experiment = withPlaces(file, () => {
    const resolved = experimentOf(parsed, models, basename(root));
    exportEntries(resolved.export);
    return resolved;
  });
  const scorer = await (rescore === undefined
    ? loadScorer(root, experiment.scorer)
    : loadScorer(root, rescoreSpec(rescore, experiment.scorer), RESCORE)
  ).catch((error: unknown) => {
    throw withFilePlaces(file, error);
  });
  withPlaces(file, () => checkJudges(scorer.scorer.judgings, models));
  return { experiment, models, scorer, file };
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
    throw withFilePlaces(file, error);
  }
}

/** The same for what takes a while. */
export async function withPlacesOf<T>(file: ConfigFile, check: () => Promise<T>): Promise<T> {
  try {
    return await check();
  } catch (error) {
    throw withFilePlaces(file, error);
  }
}

/** A user's error with the file's lines; any other as it is. */
function withFilePlaces(file: ConfigFile, error: unknown): unknown {
  return error instanceof UserError ? new UserError(placed(file, error.problems), error.exitCode) : error;
}
