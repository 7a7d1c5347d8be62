import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { experimentSchema } from '../../experiment/experiment-schema.js';
import { parseConfig, readConfigFile } from '../load/config-file.js';
import { findExperiment } from '../load/find-experiment.js';

/** The models file: the one named, else models.yaml here, else the one of the experiment found from here upwards. */
export async function modelsFileOf(named: string | undefined): Promise<string> {
  if (named !== undefined) return named;
  if (existsSync('models.yaml')) return 'models.yaml';
  const experiment = await findExperiment(undefined, process.cwd());
  const { models } = parseConfig(await readConfigFile(experiment), experimentSchema);
  return join(dirname(experiment), models);
}
